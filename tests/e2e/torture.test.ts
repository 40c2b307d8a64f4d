import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatTable } from '../../src/main/cli/text'
import { openStudy } from '../../src/main/store/open-study'
import { seededRandom } from '../../src/shared/seeded-random'
import type { SessionSummary } from '../../src/shared/session-control'
import { bundleEntries, type Bundle } from '../main/jobs/bundle-entries'
import { makeRatedStudy, type RatedStudy } from '../support/rated-study'
import { startStation, type StationProcess } from '../support/station/launch'
import { StationClient } from '../support/station-client'
import { DeskRunner } from '../support/torture/desk-runner'

// Sessions at several desks whose programs, and whose host, are killed at random moments while raters answer.
// `npm run torture` does 200 of them; 20 are done with all other tests.

const desksPerRound = 5
const rounds = Number(process.env['SWEETSPOT_TORTURE_ROUNDS'] ?? 4)
const seed = Date.now() % 2 ** 32
const random = seededRandom(seed, 'torture')

const total = {
  sessions: 0,
  'kills of the host': 0,
  'kills of desks': 0,
  'sessions resumed after a kill of the host': 0,
  'answers acknowledged': 0,
  'answers stored': 0,
  'acknowledged answers lost': 0,
  'screens with more than one answer': 0,
  'answers refused': 0,
  'studies that did not open again': 0,
}

let bundle: Bundle | undefined
let work: string
let template: RatedStudy

beforeAll(async () => {
  bundle = await bundleEntries({ desk: 'tests/support/torture/desk-process.ts' })
  work = mkdtempSync(join(tmpdir(), 'sweetspot-torture-'))
  template = await makeRatedStudy(join(work, 'template'), {
    preset: 'experiment-2',
    imagesPerClass: 8,
    change: (content) => ({
      ...content,
      timeline: content.timeline.filter(({ type }) => ['consent', 'rating', 'end'].includes(type)),
    }),
  })
})

afterAll(async () => {
  await bundle?.remove()
  rmSync(work, { recursive: true, force: true })
  const rows = Object.entries(total).map(([what, count]) => [what, String(count)])
  if (rounds > 4) console.log(`\nSeed of the moments: ${seed}\n${formatTable(['', 'count'], rows)}\n`)
})

/** The host that can be killed, with a supervisor who comes back after each start. */
class TorturedHost {
  #station!: StationProcess
  #supervisor!: StationClient

  constructor(readonly folder: string) {}

  get opened(): StationProcess {
    return this.#station
  }

  async start(port = '0'): Promise<void> {
    const environment = { SWEETSPOT_CACHE: join(this.folder, '../cache') }
    const args = ['--study', this.folder, '--port', port, '--desks', String(desksPerRound)]
    this.#station = await startStation(args, environment)
    this.#supervisor = new StationClient(this.#station.status.local)
    await this.#supervisor.enter(this.#station.studioLink.split('#')[1]!)
  }

  /** As by a power cut of the host's computer, which comes back at the same address. */
  async killAndStart(): Promise<void> {
    await this.#station.kill()
    await this.start(new URL(this.#station.status.local).port)
  }

  async call<T>(procedure: string, input?: unknown): Promise<T> {
    const result = await this.#supervisor.call(procedure, input)
    if (!result.ok) throw new Error(`${procedure}: ${result.error.message}`)
    return result.value as T
  }

  sessions(): Promise<SessionSummary[]> {
    return this.call('sessions.list')
  }

  async resumeAll(): Promise<number> {
    const open = (await this.sessions()).filter(({ view }) => view.state === 'interrupted')
    for (const { id, seatId } of open) {
      await this.call('sessions.act', { sessionId: id, action: { kind: 'resume', seatId } })
    }
    return open.length
  }
}

async function startDesks(host: TorturedHost, folder: string): Promise<DeskRunner[]> {
  const desks: DeskRunner[] = []
  for (const { id: seatId, invitation } of host.opened.seats) {
    const created = await host.call<SessionSummary>('sessions.create', {
      planId: template.planId,
      seatId,
      participantCode: null,
      language: 'en',
    })
    await host.call('sessions.act', { sessionId: created.id, action: { kind: 'start' } })
    const kept = join(folder, `desk-${desks.length}`)
    mkdirSync(kept)
    const desk = new DeskRunner({
      program: bundle!.path('desk'),
      url: host.opened.status.local,
      code: invitation!.code,
      folder: kept,
    })
    desk.start()
    desks.push(desk)
  }
  return desks
}

/** Kills a desk somewhere in its session, twice in some, and starts it again each time. */
async function killDesk(desk: DeskRunner, answerCount: number): Promise<void> {
  for (let kills = random.chance(0.4) ? 2 : 1; kills > 0; kills--) {
    const left = answerCount - 1 - desk.acknowledged.length
    await desk.answered(desk.acknowledged.length + 1 + random.below(Math.max(1, left - 1)))
    await setTimeout(random.between(0, 40))
    await desk.kill()
    desk.start()
  }
}

/** Kills the host while all sessions go on, sometimes with all desks at once. */
async function killHost(
  host: TorturedHost,
  desks: readonly DeskRunner[],
  answerCount: number,
): Promise<void> {
  await Promise.all(desks.map((desk) => desk.answered(1)))
  await desks[random.below(desks.length)]!.answered(1 + random.below(Math.floor(answerCount / 2)))
  await setTimeout(random.between(0, 40))
  const withDesks = random.chance(0.3)
  const gone = withDesks ? desks.map((desk) => desk.kill()) : []
  await host.killAndStart()
  await Promise.all(gone)
  if (withDesks) for (const desk of desks) desk.start()
  total['kills of the host']++
  total['sessions resumed after a kill of the host'] += await host.resumeAll()
}

async function completed(host: TorturedHost): Promise<void> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const states = (await host.sessions()).map(({ view }) => view.state)
    if (states.every((state) => state === 'complete')) return
    if (performance.now() > deadline) throw new Error(`Sessions are ${states.join(', ')} after a minute.`)
    await setTimeout(100)
  }
}

/** What is on the disk against what desks were told. */
function verify(folder: string, desks: readonly DeskRunner[]): void {
  const study = openStudy(folder)
  try {
    if (study.integrityProblems().length > 0) total['studies that did not open again']++
    const sessions = study.sessions.list()
    const stored = sessions.flatMap(({ id }) => study.ratings.ofSession(id))
    const ids = new Set(stored.map(({ id }) => id))
    const screens = new Set(stored.map(({ sessionId, trialKey }) => `${sessionId} ${trialKey}`))
    const acknowledged = new Set(desks.flatMap((desk) => desk.acknowledged))
    total.sessions += sessions.length
    total['answers acknowledged'] += acknowledged.size
    total['answers stored'] += stored.length
    total['acknowledged answers lost'] += [...acknowledged].filter((id) => !ids.has(id)).length
    total['screens with more than one answer'] += stored.length - screens.size
    total['answers refused'] += desks.flatMap((desk) => desk.refusals).length
    total['kills of desks'] += desks.reduce((sum, desk) => sum + desk.killCount, 0)
    expect(sessions.map(({ state }) => state)).toEqual(desks.map(() => 'complete'))
    for (const { id } of sessions) {
      expect(study.sessions.progress(id)).toEqual({ answered: expect.any(Number), total: expect.any(Number) })
      const { answered, total: all } = study.sessions.progress(id)
      expect(answered).toBe(all)
    }
  } finally {
    study.close()
  }
}

test.skipIf(process.platform !== 'linux').each(Array.from({ length: rounds }, (_, index) => index + 1))(
  `round %i: ${desksPerRound} sessions lose nothing and come to their end, whatever is killed`,
  async (round) => {
    const folder = join(work, `round-${round}`)
    cpSync(template.folder, join(folder, 'study'), { recursive: true })
    const host = new TorturedHost(join(folder, 'study'))
    await host.start()
    const desks = await startDesks(host, folder)
    const { itemsPerRater } = template.content.sampling
    await Promise.all([
      killHost(host, desks, itemsPerRater),
      ...desks.map((desk) => killDesk(desk, itemsPerRater)),
    ])
    await completed(host)
    await setTimeout(100) // for the last acknowledgement
    await Promise.all(desks.map((desk) => desk.kill()))
    for (const desk of desks) desk.killCount-- // that one was no torture
    expect(await host.opened.stop()).toBe(0)
    verify(host.folder, desks)
    expect(total).toMatchObject({
      'acknowledged answers lost': 0,
      'screens with more than one answer': 0,
      'answers refused': 0,
      'studies that did not open again': 0,
    })
    rmSync(folder, { recursive: true, force: true })
  },
  120_000,
)
