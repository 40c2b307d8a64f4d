import { fillText, languages, type LanguageTag, type RaterTextKey } from '../../../shared/languages/languages'

/** Gives the screen's own words in one language, with their words in braces filled in. */
export type Words = (key: RaterTextKey, values?: Readonly<Record<string, string | number>>) => string

export function wordsOf(language: LanguageTag): Words {
  const { texts } = languages[language]
  return (key, values = {}) => fillText(texts[key], values)
}
