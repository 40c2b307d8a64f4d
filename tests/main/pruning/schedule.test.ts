import { expect, test } from 'vitest'
import { checkSchedule, halvingSchedule } from '../../../src/main/pruning/schedule'

test('halves what is left up to the final rate', () => {
  expect(halvingSchedule(64)).toEqual([2, 4, 8, 16, 32, 64])
  expect(halvingSchedule(10)).toEqual([2, 4, 8, 10])
  expect(halvingSchedule(1.5)).toEqual([1.5])
  expect(halvingSchedule(2)).toEqual([2])
})

test('a list that does not rise from 1 is refused', () => {
  checkSchedule([1.5, 2, 3])
  expect(() => checkSchedule([])).toThrow('empty')
  expect(() => checkSchedule([2, 2])).toThrow('Compression rate 2 (number 2 in 2, 2) must be above 2')
  expect(() => checkSchedule([Number.NaN])).toThrow('must be above 1')
  expect(() => halvingSchedule(1)).toThrow('must be above 1')
  expect(() => halvingSchedule(Infinity)).toThrow('Infinity')
})
