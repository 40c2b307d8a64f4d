import { StudioError } from '../../../shared/errors'

/** Digits and capital letters without 0, 1, I, L and O, which people confuse. Their number, 31, is a prime. */
const symbols = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const length = 8

/**
 * A code that people can read aloud and type: seven random symbols and one that checks them, as `K7QM2XAF`; 31^7 or
 * 2.7e10 codes. The weighted sum of all symbols is 0 modulo 31. Weights are 1 to 8, so every wrong symbol and every
 * swap of two symbols is found.
 *
 * @param randomBytes as of node:crypto
 */
export function newSeatCode(randomBytes: (count: number) => Buffer): string {
  const values = Array.from({ length: length - 1 }, () => randomValue(randomBytes))
  // weights run from 8 down to 1, so the last symbol is what is missing to a multiple of 31
  const check = (symbols.length - (weightedSum(values) % symbols.length)) % symbols.length
  return [...values, check].map((value) => symbols[value]!).join('')
}

/** A uniform value below 31: bytes from 248 up, the largest multiple, are drawn again. */
function randomValue(randomBytes: (count: number) => Buffer): number {
  const limit = 256 - (256 % symbols.length)
  let byte: number
  do byte = randomBytes(1)[0]!
  while (byte >= limit)
  return byte % symbols.length
}

function weightedSum(values: readonly number[]): number {
  return values.reduce((sum, value, index) => sum + value * (length - index), 0)
}

/** As it is shown: `K7QM-2XAF`. */
export function formatSeatCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/**
 * The code that a person typed, without blanks and dashes, in capitals.
 * @throws StudioError `station/bad-code` for what cannot be a code
 */
export function parseSeatCode(typed: string): string {
  const code = typed.replace(/[\s-]/g, '').toUpperCase()
  const values = [...code].map((symbol) => symbols.indexOf(symbol))
  const wrong = [...code][values.indexOf(-1)]
  if (wrong !== undefined) {
    const hint = '01ILO'.includes(wrong) ? ' Codes have no 0, 1, I, L and O.' : ''
    throw badCode(`'${wrong}' does not occur in codes.${hint}`)
  }
  if (values.length !== length) throw badCode(`It has ${values.length} symbols; codes have ${length}.`)
  if (weightedSum(values) % symbols.length !== 0)
    throw badCode('At least one symbol is wrong, or two are swapped.')
  return code
}

function badCode(reason: string): StudioError {
  return new StudioError(
    'station/bad-code',
    `This is not a code. ${reason} Compare it with the supervisor's screen.`,
  )
}
