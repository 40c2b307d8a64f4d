import { expect, test } from 'vitest'
import { z } from 'zod'
import { procedures } from '../../src/shared/api'
import { events } from '../../src/shared/events'

/** HTTP carries JSON, IPC more than that: what the contract says must be the same over both. */
function expectJson(schema: z.ZodType): void {
  if (schema instanceof z.ZodVoid) return
  expect(() => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'throw' })).not.toThrow()
}

test.each(Object.entries(procedures))('%s can be carried by JSON', (_name, { input, output }) => {
  expectJson(input)
  expectJson(output)
})

test.each(Object.entries(events))('the event %s can be carried by JSON', (_name, { payload }) => {
  expectJson(payload)
})

test('a date cannot, and would be found', () => {
  expect(() => expectJson(z.object({ at: z.date() }))).toThrow()
})
