import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRepeatedKey } from '../../../src/main/store/repeated-key'

describe('findRepeatedKey', () => {
  it.each([
    ['{"a": 1, "b": 2, "a": 3}', 'a'],
    ['{"a": 1, "\\u0061": 3}', 'a'],
    ['{"x": {"b": 1, "b": 2}}', 'b'],
    ['{"x": [{"c" :1, "c" :2}]}', 'c'],
    ['{"a": {"a": {"a": "a"}}, "b": ["a", "a"]}', null],
    ['{"a": "\\"a\\": 1, {", "b": "a"}', null],
    ['[]', null],
  ])('%s', (json, expected) => {
    expect(findRepeatedKey(json)).toBe(expected)
  })

  it('finds none in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(findRepeatedKey(JSON.stringify(value))).toBeNull()
      }),
    )
  })
})
