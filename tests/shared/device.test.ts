import { expect, test } from 'vitest'
import { deviceChoiceSchema, deviceListSchema, runtimes } from '../../src/shared/device'

const cpu = {
  id: 'cpu',
  name: 'A processor',
  kind: 'cpu',
  threads: 2,
  memoryMiB: 1024,
  status: 'ready',
  reason: null,
  imagesPerSecond: 12.5,
}
const list = { devices: [cpu], automatic: 'cpu', measuredAt: '2025-03-14T09:30:00Z' }

test('a list of devices passes as it is', () => {
  expect(deviceListSchema.parse(list)).toEqual(list)
})

test.each([
  ['an unknown runtime', { ...list, automatic: 'abacus' }],
  ['a local time', { ...list, measuredAt: '14 March 2025' }],
  ['no threads', { ...list, devices: [{ ...cpu, threads: 0 }] }],
  ['no speed', { ...list, devices: [{ ...cpu, imagesPerSecond: 0 }] }],
  ['a missing reason', { ...list, devices: [{ ...cpu, reason: undefined }] }],
])('%s is refused', (_what, value) => {
  expect(deviceListSchema.safeParse(value).success).toBe(false)
})

test('a user may ask for auto and for every runtime', () => {
  expect(deviceChoiceSchema.options).toEqual(['auto', ...runtimes])
})
