import { z } from 'zod'
import { german } from './de'
import { english } from './en'

/** Languages that the studio can show its raters. To add one: a file with its texts, its tag here, its line below. */
export const languageTags = ['en', 'de'] as const
export const languageSchema = z.enum(languageTags)
export type LanguageTag = (typeof languageTags)[number]

export type RaterTextKey = keyof typeof english
export type RaterTexts = Readonly<Record<RaterTextKey, string>>

interface Language {
  /** In the language itself. */
  readonly name: string
  readonly texts: RaterTexts
}

export const languages = {
  en: { name: 'English', texts: english },
  de: { name: 'Deutsch', texts: german },
} as const satisfies Record<LanguageTag, Language>

/** The words in braces that a text wants filled in. */
export const placeholders = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)),
]

/** A text with its words in braces filled in; a word without a value stays as it is. */
export const fillText = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => `${values[name] ?? whole}`)
