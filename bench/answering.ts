import { join } from 'node:path'
import { ComputeClient } from '../src/main/jobs/compute-client'
import { createHost, type Host } from '../src/main/station/host'
import { openStudy } from '../src/main/store/open-study'
import { unwrap, type Result } from '../src/shared/errors'
import type { SeatAnswer, SeatScreen } from '../src/shared/seat-session'
import type { SessionSummary } from '../src/shared/session-control'
import { makeRatedStudy } from '../tests/support/rated-study'
import { nextAnswer } from '../tests/support/scripted-rater'

/** How long desks wait from an answer to the next screen, one entry for each screen of a session of 500 items. */
export interface AnsweringTimes {
  /** Within the program: contract, trial, commit, next screen. */
  readonly callMs: readonly number[]
  /** The same for a browser on this machine, over HTTP. */
  readonly requestMs: readonly number[]
}

/** @param folder in which a study is made */
export async function timeAnswering(folder: string): Promise<AnsweringTimes> {
  const { planId } = await makeRatedStudy(join(folder, 'rated'), {
    preset: 'experiment-2',
    classCount: 10,
    imagesPerClass: 50,
    sizePx: 16,
    change: (content) => ({ ...content, sampling: { ...content.sampling, itemsPerRater: 500 } }),
  })
  const host = createHost({
    client: new ComputeClient(nothingToCompute),
    page: new Map(),
    study: openStudy(join(folder, 'rated')),
    port: 0,
    settingsFolder: join(folder, 'settings'),
    spawnFindings: nothingToCompute,
  })
  await host.station.openLocally()
  try {
    const direct = await startSession(host, planId, 'direct')
    const callMs = await answerAll(direct.screen, async (input) => {
      const { seatId } = direct
      return unwrap(await host.answer({ caller: { role: 'seat', seatId }, procedure: 'seat.answer', input }))
    })
    const remote = await startSession(host, planId, 'remote')
    const post = await enter(host, remote.code)
    const requestMs = await answerAll(remote.screen, (input) => post('seat.answer', input))
    return { callMs, requestMs }
  } finally {
    await host.close()
  }
}

function nothingToCompute(): never {
  throw new Error('There is nothing to compute here.')
}

/** Puts a new session to a new desk. */
export async function startSession(host: Host, planId: string, label: string) {
  const { id: seatId, code } = host.seats.create(label)
  const call = async (procedure: string, input: unknown) =>
    unwrap(await host.answer({ caller: { role: 'supervisor' }, procedure, input }))
  const request = { planId, seatId, participantCode: null, language: 'en' }
  const { id } = (await call('sessions.create', request)) as SessionSummary
  await call('sessions.act', { sessionId: id, action: { kind: 'start' } })
  const seat = { role: 'seat', seatId } as const
  const screen = unwrap(await host.answer({ caller: seat, procedure: 'seat.screen', input: undefined }))
  return { seatId, code: code!.text, screen: screen as SeatScreen }
}

async function answerAll(
  first: SeatScreen,
  send: (answer: SeatAnswer) => Promise<unknown>,
): Promise<readonly number[]> {
  const timesMs: number[] = []
  for (let answer = nextAnswer(first); answer !== undefined;) {
    await new Promise((resolve) => setTimeout(resolve, 25)) // a desk may call 50 times a second
    const startedMs = performance.now()
    const screen = (await send(answer)) as SeatScreen
    timesMs.push(performance.now() - startedMs)
    answer = nextAnswer(screen, timesMs.length)
  }
  return timesMs
}

async function enter(host: Host, code: string) {
  const url = host.station.status().local!
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin }
  const entered = await fetch(new URL('/enter', url), {
    method: 'POST',
    headers,
    body: JSON.stringify({ secret: code }),
  })
  const { home } = unwrap((await entered.json()) as Result<{ home: string }>)
  const cookie = entered.headers.getSetCookie()[0]!.split(';')[0]!
  return async (procedure: string, input: unknown): Promise<unknown> => {
    const body = JSON.stringify({ procedure, input })
    const sent = await fetch(new URL(`${home}api/call`, url), {
      method: 'POST',
      headers: { ...headers, cookie },
      body,
    })
    return unwrap((await sent.json()) as Result<unknown>)
  }
}
