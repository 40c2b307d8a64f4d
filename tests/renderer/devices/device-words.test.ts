import { expect, test } from 'vitest'
import { memoryText, momentText, rateText } from '../../../src/renderer/src/devices/device-words'

test.each([
  [null, null],
  [0, '0 MiB'],
  [1023, '1,023 MiB'],
  [1024, '1.0 GiB'],
  [24_100, '23.5 GiB'], // 24,100 / 1,024 = 23.54
])('%j MiB reads %j', (memoryMiB, text) => {
  expect(memoryText(memoryMiB)).toBe(text)
})

test.each([
  [null, null],
  [0.4567, '0.457'],
  [8, '8.00'],
  [61.34, '61.3'],
  [999.4, '999'],
  [999.6, '1,000'],
  [12_345.6, '12,346'],
])('%j images per second reads %j', (rate, text) => {
  expect(rateText(rate)).toBe(text)
})

test('a moment reads as local date and time', () => {
  const local = new Date(2025, 2, 14, 9, 5)
  expect(momentText(local.toISOString())).toBe('14 March 2025 at 09:05')
})
