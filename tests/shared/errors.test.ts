import { expect, test } from 'vitest'
import { errorCodes, StudioError, toErrorPayload, unwrap } from '../../src/shared/errors'

test('codes are unique and in order, so that two changes meet in one line', () => {
  expect([...errorCodes]).toEqual([...new Set(errorCodes)].sort())
})

test.each([
  [new StudioError('usage', 'Say more.'), { code: 'usage', message: 'Say more.' }],
  [new RangeError('too far'), { code: 'internal', message: 'too far' }],
  ['text', { code: 'internal', message: 'text' }],
  [undefined, { code: 'internal', message: 'undefined' }],
])('%s travels as %j', (thrown, payload) => {
  expect(toErrorPayload(thrown)).toEqual(payload)
})

test('a result gives its value, or throws the error that was sent', () => {
  expect(unwrap({ ok: true, value: 3 })).toBe(3)
  const failed = { ok: false, error: { code: 'file/not-found', message: 'No such file.' } } as const
  expect(() => unwrap(failed)).toThrow(new StudioError('file/not-found', 'No such file.'))
})
