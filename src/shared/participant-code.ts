import { z } from 'zod'
import { StudioError } from './errors'

/** The last can only be a check character; numbers that would need it are not given out. */
const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*'

const highestNumber = 999_999_999

/** The most codes that one printed sheet can have. */
export const mostCodesOnSheet = 200

/** Codes on one printed sheet. */
export const codeCountSchema = z.int().min(1).max(mostCodesOnSheet)

/** A person, by site and number. There is no place for a name. */
export interface ParticipantCode {
  /** 1 to 8 capital letters or digits. */
  readonly site: string
  /** From 1 to 999,999,999. */
  readonly number: number
}

/**
 * ISO 7064 MOD 37-2: characters weighted by powers of two, modulo a prime. Finds every single wrong character and
 * every exchange of two neighbours.
 * @returns 0 to 36; 1 for a text that ends in its own check character
 */
const remainder = (text: string): number =>
  [...text].reduce((sum, character) => (2 * sum + alphabet.indexOf(character)) % 37, 0)

/** The check character of a text: the one that brings its remainder to 1. */
const checkCharacter = (text: string): string => alphabet[(38 - ((2 * remainder(text)) % 37)) % 37]!

const digitsOf = (number: number): string => `${number}`.padStart(4, '0')

const refuse = (message: string): StudioError => new StudioError('participant/bad-code', message)

/**
 * The number to give out after another at a site: the next one that has a check character.
 * @param last 0 for the first
 * @throws StudioError `participant/bad-code` beyond 999,999,999
 */
export function nextParticipant(site: string, last: number): ParticipantCode {
  let number = last + 1
  while (checkCharacter(site + digitsOf(number)) === '*') number++
  if (number > highestNumber) throw refuse(`The site ${site} has no numbers left after ${last}.`)
  return { site, number }
}

/**
 * A code as it is printed and typed, as `ULM-0042-D`: site, number, check character.
 * @throws StudioError `participant/bad-code` if the site is no prefix, or the number is none that is given out
 */
export function formatParticipantCode({ site, number }: ParticipantCode): string {
  if (!/^[A-Z0-9]{1,8}$/.test(site)) {
    throw refuse(`"${site}" cannot start a participant code; a site has 1 to 8 capital letters or digits.`)
  }
  if (!Number.isInteger(number) || number < 1 || number > highestNumber) {
    throw refuse(
      `${number} is not a participant's number; it must be a whole number from 1 to ${highestNumber}.`,
    )
  }
  const check = checkCharacter(site + digitsOf(number))
  if (check === '*') {
    throw refuse(
      `The number ${number} has no check character at the site ${site} and is not given out; take ` +
        `${nextParticipant(site, number).number}.`,
    )
  }
  return `${site}-${digitsOf(number)}-${check}`
}

/**
 * What was typed or scanned; small letters and spaces are put right.
 * @throws StudioError `participant/bad-code` that says what is wrong: form, check character, or a name
 */
export function parseParticipantCode(text: string): ParticipantCode {
  const clean = text
    .trim()
    .toUpperCase()
    .replace(/[\s–—_-]+/g, '-')
  const example = 'Type it as printed, as ULM-0042-D.'
  if (clean === '') throw refuse(`The participant code is empty. ${example}`)
  if (!/[0-9]/.test(clean)) throw refuse(`This is not a participant code, and never type a name. ${example}`)
  const match = /^([A-Z0-9]{1,8})-([0-9]{4,9})-?([A-Z0-9])$/.exec(clean)
  if (match === null) {
    throw refuse(
      `"${text.trim()}" does not have the form of a participant code: site, number of at least 4 digits, check ` +
        `character. ${example}`,
    )
  }
  const [site, digits, check] = [match[1]!, match[2]!, match[3]!]
  if (remainder(site + digits + check) !== 1) {
    throw refuse(
      `The check character of "${text.trim()}" does not fit: one character is wrong, or two are exchanged. Compare ` +
        'with the printed code, character by character.',
    )
  }
  const code = { site, number: Number(digits) }
  if (digitsOf(code.number) === digits && code.number > 0) return code
  throw refuse(`"${text.trim()}" has a number that is not given out (${digits}). ${example}`)
}
