import { expect, test } from 'vitest'
import { median } from '../../src/shared/median'

test.each([
  [[], null],
  [[7], 7],
  [[9, 100, 10], 10],
  [[1, 4], 2.5],
  [[10, 9, -100, 12], 9.5],
])('the median of %j is %j', (values, expected) => {
  const given = [...values]
  expect(median(given)).toBe(expected)
  expect(given).toEqual(values) // as they were
})
