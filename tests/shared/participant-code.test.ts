import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  formatParticipantCode,
  nextParticipant,
  parseParticipantCode,
} from '../../src/shared/participant-code'

const sites = fc.stringMatching(/^[A-Z0-9]{1,8}$/)
const codes = fc
  .record({ site: sites, last: fc.integer({ min: 0, max: 999_990 }) })
  .map(({ site, last }) => nextParticipant(site, last))

/** Whether a text is refused, or taken for the very same person. */
function isSafe(text: string, person: { site: string; number: number }): boolean {
  try {
    const parsed = parseParticipantCode(text)
    return parsed.site === person.site && parsed.number === person.number
  } catch {
    return true
  }
}

describe('participant codes', () => {
  test('come back from what is printed, however it is typed', () => {
    fc.assert(
      fc.property(codes, (person) => {
        const code = formatParticipantCode(person)
        expect(parseParticipantCode(code)).toEqual(person)
        expect(parseParticipantCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toEqual(person)
      }),
    )
  })

  test('have the check character of ISO 7064 MOD 37-2', () => {
    // U L M 0 0 4 2 D from the right, each times a power of two: must leave 1.
    expect((13 + 2 * 2 + 4 * 4 + 32 * 22 + 64 * 21 + 128 * 30) % 37).toBe(1)
    expect(formatParticipantCode({ site: 'ULM', number: 42 })).toBe('ULM-0042-D')
  })

  test('show every single wrong character and every exchange of neighbours', () => {
    const alphabet = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ']
    fc.assert(
      fc.property(codes, fc.nat(), fc.constantFrom(...alphabet), (person, at, character) => {
        const code = formatParticipantCode(person)
        const places = [...code].flatMap((found, place) => (found === '-' ? [] : [place]))
        const place = places[at % places.length]!
        const next = places[(at % places.length) + 1] ?? place
        expect(isSafe(code.slice(0, place) + character + code.slice(place + 1), person)).toBe(true)
        const swapped = [...code]
        ;[swapped[place], swapped[next]] = [swapped[next]!, swapped[place]!]
        expect(isSafe(swapped.join(''), person)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  test('never take a name, and say what is wrong', () => {
    expect(() => parseParticipantCode('Maria Muster')).toThrow('never type a name')
    expect(() => parseParticipantCode('')).toThrow('is empty')
    expect(() => parseParticipantCode('ULM-42')).toThrow('does not have the form of a participant code')
    expect(() => parseParticipantCode('ULM-OO42-D')).toThrow('does not have the form of a participant code')
    expect(() => parseParticipantCode('ULM-0043-D')).toThrow('one character is wrong, or two are exchanged')
    expect(() => formatParticipantCode({ site: 'Ulm', number: 1 })).toThrow('"Ulm" cannot start')
    expect(() => formatParticipantCode({ site: 'ULM', number: 0 })).toThrow('from 1 to 999999999')
  })

  test('skip numbers without a check character', () => {
    const numbers = [1]
    while (numbers.at(-1)! < 100) numbers.push(nextParticipant('ULM', numbers.at(-1)!).number)
    const skipped = Array.from({ length: 100 }, (_, index) => index + 1).filter((n) => !numbers.includes(n))
    expect(skipped.length).toBeGreaterThan(0)
    for (const number of skipped) {
      expect(() => formatParticipantCode({ site: 'ULM', number })).toThrow('is not given out')
    }
  })
})
