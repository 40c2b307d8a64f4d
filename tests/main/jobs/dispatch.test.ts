import { describe, expect, test } from 'vitest'
import { dispatch } from '../../../src/main/jobs/dispatch'
import type { ApiHandlers } from '../../../src/shared/api'
import type { DeviceList } from '../../../src/shared/device'
import { StudioError } from '../../../src/shared/errors'

const list: DeviceList = {
  devices: [
    {
      id: 'cpu',
      name: 'A processor',
      kind: 'cpu',
      threads: 2,
      memoryMiB: 1024,
      status: 'ready',
      reason: null,
      imagesPerSecond: 12.5,
    },
  ],
  automatic: 'cpu',
  measuredAt: '2025-03-14T09:30:00.000Z',
}

function handlersWith(overrides: Partial<ApiHandlers>): ApiHandlers {
  return {
    'app.info': () => Promise.resolve({ name: 'sweetspot', version: '1.2.3' }),
    'devices.list': () => Promise.resolve(list),
    ...overrides,
  }
}
const handlers = handlersWith({})

describe('dispatch', () => {
  test('answers with the value of the handler, which gets the checked input', async () => {
    let given: unknown
    const recording = handlersWith({
      'devices.list': (input) => {
        given = input
        return Promise.resolve(list)
      },
    })
    const answer = await dispatch(recording, 'devices.list', { refresh: true, more: 1 })
    expect(answer).toEqual({ ok: true, value: list })
    expect(given).toEqual({ refresh: true }) // what the schema does not name is dropped
  })

  test.each(['devices.remove', '', '__proto__', 'toString', 'constructor', 7, null, undefined, {}])(
    'refuses the procedure %j and names those there are',
    async (procedure) => {
      expect(await dispatch(handlers, procedure, {})).toMatchObject({
        ok: false,
        error: { code: 'api/unknown-procedure', message: expect.stringContaining('app.info, devices.list') },
      })
    },
  )

  const circular: Record<string, unknown> = {}
  circular['self'] = circular

  test.each([
    ['undefined', undefined, 'nothing'],
    ['a wrong type', { refresh: 'yes' }, '{"refresh":"yes"}'],
    ['a number', 1n, 'bigint'],
    ['a circle', circular, 'object'],
  ])('refuses %s as input, and says what it was given', async (_what, input, shown) => {
    expect(await dispatch(handlers, 'devices.list', input)).toMatchObject({
      ok: false,
      error: { code: 'api/bad-request', message: expect.stringContaining(shown) },
    })
  })

  test.each([
    [
      'a StudioError',
      new StudioError('compute/process-died', 'It died.'),
      'compute/process-died',
      'It died.',
    ],
    ['an Error', new TypeError('no good'), 'internal', 'no good'],
    ['a string', 'no good', 'internal', 'no good'],
  ])('turns %s into a result', async (_what, thrown, code, message) => {
    const failing = handlersWith({ 'app.info': () => Promise.reject(thrown) })
    expect(await dispatch(failing, 'app.info', undefined)).toEqual({ ok: false, error: { code, message } })
  })

  test('does not pass on an answer that breaks the contract', async () => {
    const broken = handlersWith({
      'devices.list': () => Promise.resolve({ ...list, measuredAt: 'yesterday' }),
    })
    expect(await dispatch(broken, 'devices.list', { refresh: false })).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringContaining('measuredAt') },
    })
  })
})
