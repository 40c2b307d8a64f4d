import fc from 'fast-check'
import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { formatSeatCode, newSeatCode, parseSeatCode } from '../../../../src/main/station/seats/seat-code'

const symbols = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const fromBytes = (bytes: readonly number[]) => {
  const left = [...bytes]
  return () => Buffer.from([left.shift()!])
}
const sevenValues = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 7, maxLength: 7 })
const place = fc.integer({ min: 0, max: 7 })

describe('seat codes', () => {
  test('end with the symbol that makes the weighted sum a multiple of 31', () => {
    // values 0 1 2 3 4 5 6 with weights 8 7 6 5 4 3 2: 0+7+12+15+16+15+12 = 77 = 2*31 + 15, so 16 is missing
    expect(newSeatCode(fromBytes([0, 1, 2, 3, 4, 5, 6]))).toBe(`2345678${symbols[16]}`)
  })

  test('draw each symbol alike: bytes from 248 up, which would favour the first, are drawn again', () => {
    expect(newSeatCode(fromBytes([255, 248, 247, 0, 0, 0, 0, 0, 0]))[0]).toBe(symbols[30]) // 247 = 7*31 + 30
  })

  test('are read as people type them', () => {
    const code = newSeatCode(randomBytes)
    expect(parseSeatCode(` ${formatSeatCode(code).toLowerCase()} `)).toBe(code)
    expect(formatSeatCode(code)).toMatch(/^\w{4}-\w{4}$/)
  })

  test('show every wrong symbol', () => {
    fc.assert(
      fc.property(sevenValues, place, fc.integer({ min: 1, max: 30 }), (values, where, shift) => {
        const code = [...newSeatCode(fromBytes(values))]
        code[where] = symbols[(symbols.indexOf(code[where]!) + shift) % 31]!
        expect(() => parseSeatCode(code.join(''))).toThrow(/wrong, or two are swapped/)
      }),
    )
  })

  test('show every swap of two different symbols', () => {
    fc.assert(
      fc.property(sevenValues, place, place, (values, left, right) => {
        const code = [...newSeatCode(fromBytes(values))]
        fc.pre(code[left] !== code[right])
        ;[code[left], code[right]] = [code[right]!, code[left]!]
        expect(() => parseSeatCode(code.join(''))).toThrow(/wrong, or two are swapped/)
      }),
    )
  })

  test.each([
    ['', 'It has 0 symbols; codes have 8'],
    ['K7QM', 'It has 4 symbols'],
    ['K7QM-2XA0', "'0' does not occur in codes. Codes have no 0, 1, I, L and O"],
    ['K7QM-2XA!', "'!' does not occur in codes"],
  ])('say what is wrong with %j', (typed, reason) => {
    expect(() => parseSeatCode(typed)).toThrow(reason)
  })
})
