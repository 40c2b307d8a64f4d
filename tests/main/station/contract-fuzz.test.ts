import fc from 'fast-check'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { errorCodes, unwrap } from '../../../src/shared/errors'
import { folderSnapshot } from '../../support/folder-snapshot'
import { malformedCalls } from '../../support/malformed-calls'
import { openTestHost } from '../../support/open-test-host'
import type { Answer, Sent, StationClient } from '../../support/station-client'
import { makeRatedStudy } from '../../support/rated-study'
import { openStudy } from '../../../src/main/store/open-study'
import type { SessionSummary } from '../../../src/shared/session-control'
import { misfitSeatCalls, misfitSupervisorCalls } from '../../support/misfit-calls'
import { temporaryFolder } from '../store/study-fixture'

/** Without the limits on numbers, which would answer nearly all of this by themselves. */
const endless = { perSecond: 1e9, burst: 1e9 }
const limits = { requests: endless, calls: endless, wrongSecrets: endless, allWrongSecrets: endless }

/** Runs in all: 3 × 700 + 2 × 500 + 500 + 500 + 600 = 4,700. */
const runs = { calls: 700, misfits: 500, bodies: 500, requests: 500, secrets: 600 }

function expectTypedError(answer: Answer): void {
  const result = answer.result()
  expect(result).toEqual({ ok: false, error: { code: expect.any(String), message: expect.any(String) } })
  if (result.ok) return
  expect(errorCodes).toContain(result.error.code)
  expect(result.error.code).not.toBe('internal')
  expect(answer.status).toBeGreaterThanOrEqual(400)
}

describe('whatever arrives over HTTP is answered with a typed error, and nothing is written', () => {
  let check: () => void
  afterEach(() => check())

  async function open() {
    const { folder, planId } = await makeRatedStudy(join(temporaryFolder(), 'study'), {
      preset: 'experiment-1-heat-maps',
    })
    const host = await openTestHost({ limits, study: openStudy(folder) })
    const desk = await host.atDesk('Desk 1')
    const studio = await host.signedIn('studio')
    const supervisor = await host.signedIn('supervisor')
    const { seatId } = desk
    const request = { planId, seatId, participantCode: null, language: 'en' }
    const created = unwrap(await supervisor.call('sessions.create', request)) as SessionSummary
    await supervisor.call('sessions.act', { sessionId: created.id, action: { kind: 'start' } })
    const before = folderSnapshot(folder)
    check = () => expect(folderSnapshot(folder)).toEqual(before)
    return { host, studio, supervisor, seat: desk, place: { planId, seatId, sessionId: created.id } }
  }

  test('calls of each role', async () => {
    const clients = await open()
    for (const role of ['studio', 'supervisor', 'seat'] as const) {
      const client: StationClient = clients[role]
      await fc.assert(
        fc.asyncProperty(malformedCalls(role, fc.jsonValue()), async (call) => {
          expectTypedError(await client.post(`${client.home}api/call`, call))
        }),
        { numRuns: runs.calls },
      )
    }
  })

  test('calls that the contract allows and the running session does not', async () => {
    const { supervisor, seat, place } = await open()
    const callers = [
      [supervisor, misfitSupervisorCalls(place)],
      [seat, misfitSeatCalls(place)],
    ] as const
    for (const [client, calls] of callers) {
      await fc.assert(
        fc.asyncProperty(calls, async (call) => {
          expectTypedError(await client.post(`${client.home}api/call`, call))
        }),
        { numRuns: runs.misfits },
      )
    }
    expect(await seat.call('seat.screen')).toMatchObject({
      value: { session: { view: { screen: { trialKey: '0.consent' } } } },
    })
  })

  test('bodies that are no calls', async () => {
    const { studio } = await open()
    const type = fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/plain', '')
    const json = fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)))
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((bytes) => Buffer.from(bytes)),
      json.chain((text) => fc.nat(text.length).map((end) => text.subarray(0, end))),
      fc.nat(20_000).map((depth) => Buffer.from('['.repeat(depth))),
      fc.nat(2000).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
    )
    await fc.assert(
      fc.asyncProperty(type, body, async (contentType, bytes) => {
        expectTypedError(await studio.postRaw('/studio/api/call', bytes, { 'content-type': contentType }))
      }),
      { numRuns: runs.bodies },
    )
  })

  test('requests for anything', async () => {
    const { host, seat } = await open()
    const segment = fc.constantFrom(
      'api',
      'call',
      'events',
      'artifacts',
      'assets',
      'seat',
      'studio',
      '..',
      '.',
      '%2e%2e',
      '',
    )
    const word = fc.string({ unit: fc.constantFrom(...'abz/.%?#&=-_~09:@') })
    const path = fc.array(fc.oneof(segment, word), { maxLength: 6 }).map((parts) => `/${parts.join('/')}`)
    const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE')
    const headers = fc.dictionary(
      fc.constantFrom(
        'origin',
        'cookie',
        'sec-fetch-site',
        'range',
        'expect',
        'x-forwarded-for',
        'if-none-match',
      ),
      fc.string({ unit: fc.constantFrom(...'abc=;,-/:. 0') }),
    )
    const pages = ['/', '/studio/', seat.home]
    await fc.assert(
      fc.asyncProperty(fc.record({ method, path, headers }), async (sent: Sent) => {
        fc.pre(!pages.includes(sent.path.replace(/[?#].*/, ''))) // what everybody may see
        expectTypedError(await host.client().get(sent.path, sent.headers, sent.method))
      }),
      { numRuns: runs.requests },
    )
  })

  test('secrets', async () => {
    const { host } = await open()
    const secret = fc.oneof(
      fc.string(),
      fc.string({ minLength: 43, maxLength: 43 }),
      fc.stringMatching(/^[2-9A-Z]{8}$/),
    )
    const body = fc.oneof(fc.record({ secret }), fc.record({ secret: fc.jsonValue() }), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        expectTypedError(await host.client().post('/enter', sent))
      }),
      { numRuns: runs.secrets },
    )
  })
})
