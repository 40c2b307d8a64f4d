import { describe, expect, test } from 'vitest'
import { fillText, languages, languageTags, placeholders } from '../../../src/shared/languages/languages'
import { countryCodes } from '../../../src/shared/trials/countries'

const { texts: english } = languages.en
const keys = Object.keys(english) as (keyof typeof english)[]

describe.each(languageTags.filter((tag) => tag !== 'en'))('%s', (tag) => {
  const { texts } = languages[tag]

  test('has exactly the texts of English, none empty and none left in English', () => {
    expect(Object.keys(texts).sort()).toEqual([...keys].sort())
    expect(keys.filter((key) => texts[key].trim() === '')).toEqual([])
    expect(keys.filter((key) => texts[key] === english[key])).toEqual([])
  })

  test('fills in the same words, and has headings and emphasis in the same places', () => {
    for (const key of keys) {
      expect(placeholders(texts[key]), key).toEqual(placeholders(english[key]))
      const marks = (text: string): readonly string[] => text.match(/^## |\*\*|\n\n/gm) ?? []
      expect(marks(texts[key]), key).toEqual(marks(english[key]))
    }
  })
})

test.each(languageTags)('the system names every country in %s', (tag) => {
  const names = new Intl.DisplayNames(tag, { type: 'region', fallback: 'none' })
  expect(countryCodes.filter((code) => names.of(code) === undefined)).toEqual([])
  expect(new Set(countryCodes).size).toBe(249)
})

test('words in braces are filled in; unknown ones stay', () => {
  expect(fillText('{done} of {total}, {other}', { done: 3, total: 9 })).toBe('3 of 9, {other}')
})
