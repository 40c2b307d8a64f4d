import { describe, expect, test } from 'vitest'
import { dispatch, type Call } from '../../../src/main/jobs/dispatch'
import type { ApiHandlers } from '../../../src/shared/api'
import type { DeviceList } from '../../../src/shared/device'
import { StudioError, type ErrorPayload } from '../../../src/shared/errors'
import type { Caller } from '../../../src/shared/roles'
import { handlersOf } from '../../support/api-handlers'

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
  return handlersOf({
    'app.info': () => ({ name: 'sweetspot', version: '1.2.3' }),
    'devices.list': () => Promise.resolve(list),
    ...overrides,
  })
}
const handlers = handlersWith({})

const studio: Caller = { role: 'studio' }
const seat: Caller = { role: 'seat', seatId: '0193a1e0-0000-7000-8000-000000000001' }

function call(procedure: unknown, input: unknown, caller = studio): Call {
  return { caller, procedure, input }
}

describe('dispatch', () => {
  test('answers with the value of the handler, which gets the checked input', async () => {
    let given: unknown
    const recording = handlersWith({
      'devices.list': (input) => {
        given = input
        return Promise.resolve(list)
      },
    })
    const answer = await dispatch(recording, call('devices.list', { refresh: true, more: 1 }))
    expect(answer).toEqual({ ok: true, value: list })
    expect(given).toEqual({ refresh: true }) // what the schema does not name is dropped
  })

  test.each(['devices.remove', '', '__proto__', 'toString', 'constructor', 7, null, undefined, {}])(
    'refuses the procedure %j and names those there are',
    async (procedure) => {
      expect(await dispatch(handlers, call(procedure, {}))).toMatchObject({
        ok: false,
        error: { code: 'api/unknown-procedure', message: expect.stringMatching(/app\.info.*devices\.list/) },
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
    expect(await dispatch(handlers, call('devices.list', input))).toMatchObject({
      ok: false,
      error: { code: 'api/bad-request', message: expect.stringContaining(shown) },
    })
  })

  test('repeats no PIN in a message', async () => {
    const answer = await dispatch(handlers, call('sessions.setPin', { pin: '12345678901' }))
    expect(answer).toMatchObject({ ok: false, error: { code: 'api/bad-request' } })
    expect(JSON.stringify(answer)).not.toContain('12345678901')
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
    expect(await dispatch(failing, call('app.info', undefined))).toEqual({
      ok: false,
      error: { code, message },
    })
  })

  test('does not pass on an answer that breaks the contract', async () => {
    const broken = handlersWith({
      'devices.list': () => Promise.resolve({ ...list, measuredAt: 'yesterday' }),
    })
    expect(await dispatch(broken, call('devices.list', { refresh: false }))).toMatchObject({
      ok: false,
      error: { code: 'internal', message: expect.stringContaining('measuredAt') },
    })
  })

  test.each([
    ['a supervisor', { role: 'supervisor' }, 'devices.list', { refresh: true }],
    ['a seat', seat, 'devices.list', { refresh: true }],
    ['a seat', seat, 'seats.create', { label: 'Desk 9' }],
    ['the studio', studio, 'seat.self', undefined],
  ] as const)('keeps %s from %s', async (_who, caller, procedure, input) => {
    let isCalled = false
    const watching = handlersWith({
      [procedure]: () => {
        isCalled = true
      },
    })
    expect(await dispatch(watching, call(procedure, input, caller))).toMatchObject({
      ok: false,
      error: { code: 'api/forbidden', message: expect.stringContaining(caller.role) },
    })
    expect(isCalled).toBe(false)
  })

  test('tells the handler which seat calls', async () => {
    const own = handlersWith({ 'seat.self': (_input, { seatId }) => ({ id: seatId, label: 'Desk 1' }) })
    expect(await dispatch(own, call('seat.self', undefined, seat))).toEqual({
      ok: true,
      value: { id: seat.role === 'seat' && seat.seatId, label: 'Desk 1' },
    })
  })

  test('keeps paths and models from raters, and tells them to whoever runs the program', async () => {
    const secret = new StudioError('file/not-found', 'No /study/artifacts/vgg16-cpr32/garbage-truck.png')
    const failing = handlersWith({ 'seat.self': () => Promise.reject(secret) })
    const hidden: ErrorPayload[] = []
    const answer = await dispatch(failing, call('seat.self', undefined, seat), (error) => hidden.push(error))
    expect(answer).toMatchObject({ ok: false, error: { code: 'file/not-found' } })
    expect(JSON.stringify(answer)).not.toMatch(/cpr32|garbage/)
    expect(hidden).toEqual([{ code: 'file/not-found', message: secret.message }])
  })

  test('tells raters what concerns them', async () => {
    const failing = handlersWith({
      'seat.self': () => Promise.reject(new StudioError('session/not-allowed', 'The session is paused.')),
    })
    expect(await dispatch(failing, call('seat.self', undefined, seat))).toMatchObject({
      error: { message: 'The session is paused.' },
    })
  })
})
