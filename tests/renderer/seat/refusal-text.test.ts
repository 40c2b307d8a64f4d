import { describe, expect, test } from 'vitest'
import { refusalText } from '../../../src/renderer/src/seat/refusal-text'
import { wordsOf } from '../../../src/renderer/src/seat/words'
import { explainedAtDesk } from '../../../src/shared/desk-troubles'
import { errorCodes } from '../../../src/shared/errors'
import { languages, languageTags } from '../../../src/shared/languages/languages'

const codesOfDesks = [...explainedAtDesk, 'desk/unreadable-session'] as const

describe.each(languageTags)('in %s, a refusal', (tag) => {
  const words = wordsOf(tag)
  const other = languages[tag].texts['refusal.other']

  test('says in words of its own what a person at the desk can do something about', () => {
    const texts = codesOfDesks.map((code) => refusalText({ code }, words))
    expect(new Set([...texts, other]).size).toBe(codesOfDesks.length + 1)
  })

  test('sends a person to the main computer for everything else', () => {
    const others = errorCodes.filter((code) => !codesOfDesks.some((known) => known === code))
    expect(others.filter((code) => refusalText({ code }, words) !== other)).toEqual([])
  })
})
