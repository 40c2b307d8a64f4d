import { z } from 'zod'
import type { ProcedureName } from '../../../shared/api'
import { errorCodes, type Result } from '../../../shared/errors'
import { stationPaths } from '../../../shared/station'
import type { Carrier } from './carrier'
import { ConnectionTracker } from './connection'
import { openEventLine } from './event-line'

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown().optional() }), // JSON has no void
  z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.enum(errorCodes),
      message: z.string(),
      retryAfterMs: z.number().nonnegative().optional(),
    }),
  }),
])

/**
 * Calls and events over HTTP.
 * @param home folder of the page at the station, as `http://192.168.1.10:7646/seat/<id>/`
 */
export function createHttpCarrier(home: string): Carrier {
  const tracker = new ConnectionTracker(Date.now)
  const listeners = new Set<(name: string, payload: unknown) => void>()
  const url = new URL(stationPaths.call, home)
  /** Ends the calls that wait on a line that went silent; the system would let them wait for minutes. */
  let waiting = new AbortController()

  const call = async (procedure: ProcedureName, input: unknown): Promise<Result<unknown>> => {
    const answer = await post(url, { procedure, input }, waiting.signal)
    if (!answer.ok && answer.error.code === 'api/signed-out') tracker.signedOut()
    return answer
  }
  openEventLine(new URL(stationPaths.events, home), {
    onEvent: (name, payload) => {
      for (const listener of [...listeners]) listener(name, payload)
    },
    onOpen: () => tracker.connected(),
    onLost: () => tracker.lost(),
    onSilent: () => {
      waiting.abort()
      waiting = new AbortController()
      tracker.lost()
    },
    isWelcome: async () => {
      const answer = await call('app.caller', undefined)
      return answer.ok || answer.error.code !== 'api/signed-out'
    },
  })
  return {
    call,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    connection: () => tracker.current(),
    watchConnection: (listener) => tracker.watch(listener),
  }
}

/** Sends JSON and gives the station's answer. Never rejects: what does not arrive is `api/unreachable`. */
export async function post(url: URL, body: object, signal?: AbortSignal): Promise<Result<unknown>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    })
    const { ok, ...answer } = answerSchema.parse(await response.json())
    return { ok, ...answer } as Result<unknown>
  } catch {
    const message =
      'The computer that runs Sweetspot does not answer. Check that it is on, that Sweetspot runs there, and the network.'
    return { ok: false, error: { code: 'api/unreachable', message } }
  }
}
