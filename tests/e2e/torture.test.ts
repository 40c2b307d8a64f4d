import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatTable } from '../../src/main/cli/text'
import { openStudy } from '../../src/main/store/open-study'
import { seededRandom } from '../../src/shared/seeded-random'
import type { Seat } from '../../src/shared/seats'
import type { SessionSummary } from '../../src/shared/session-control'
import { bundleEntries, type Bundle } from '../main/jobs/bundle-entries'
import { makeRatedStudy, type RatedStudy } from '../support/rated-study'
import { chromiumMissing } from '../support/chromium'
import { startStation, type StationProcess } from '../support/station/launch'
import { StationClient } from '../support/station-client'
import { BrowserDesk } from '../support/torture/browser-desk'
import { ProgramDesk } from '../support/torture/program-desk'
import type { DeskOptions, TorturedDesk } from '../support/torture/tortured-desk'

// Sessions at several desks, which are killed at random moments while raters answer, and so is their host.
// `npm run torture` does 200 of them in Chromium; 20 are done with all other tests, where a program without a browser
// stands for most of the desks.

const desksPerRound = 5
const isTorture = process.env['SWEETSPOT_TORTURE_ROUNDS'] !== undefined
const rounds = Number(process.env['SWEETSPOT_TORTURE_ROUNDS'] ?? 4)
/** Rounds whose desks are browsers. */
const browserRounds = chromiumMissing !== null ? 0 : isTorture ? rounds : 1
const seed = Date.now() % 2 ** 32
const random = seededRandom(seed, 'torture')

const total = {
  sessions: 0,
  'kills of the host': 0,
  'kills of desks': 0,
  'of these, of Chromium': 0,
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
      answering: { ...content.answering, minimumViewMs: 0 },
      timeline: content.timeline.filter(({ type }) => ['consent', 'rating', 'end'].includes(type)),
    }),
  })
})

afterAll(async () => {
  await bundle?.remove()
  rmSync(work, { recursive: true, force: true })
  const rows = Object.entries(total).map(([what, count]) => [what, String(count)])
  if (isTorture) console.log(`\nSeed of the moments: ${seed}\n${formatTable(['', 'count'], rows)}\n`)
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

async function startDesks(host: TorturedHost, folder: string, isBrowser: boolean): Promise<TorturedDesk[]> {
  const desks: TorturedDesk[] = []
  for (const { id: seatId } of host.opened.seats) {
    const created = await host.call<SessionSummary>('sessions.create', {
      planId: template.planId,
      seatId,
      participantCode: null,
      language: 'en',
    })
    await host.call('sessions.act', { sessionId: created.id, action: { kind: 'start' } })
    const kept = join(folder, `desk-${desks.length}`)
    mkdirSync(kept)
    const options: DeskOptions = {
      url: host.opened.status.local,
      newCode: async () => (await host.call<Seat>('seats.invite', { seatId })).invitation!.code,
      folder: kept,
    }
    desks.push(isBrowser ? new BrowserDesk(options) : new ProgramDesk(bundle!.path('desk'), options))
  }
  await Promise.all(desks.map((desk) => desk.start()))
  return desks
}

/** Kills a desk somewhere in its session, twice in some, and starts it again each time. */
async function killDesk(desk: TorturedDesk, answerCount: number): Promise<void> {
  for (let kills = random.chance(0.4) ? 2 : 1; kills > 0; kills--) {
    const left = answerCount - 1 - desk.acknowledged.length
    await desk.answered(desk.acknowledged.length + 1 + random.below(Math.max(1, left - 1)))
    await setTimeout(random.between(0, 40))
    await desk.kill()
    await desk.start()
  }
}

/** Kills the host while all sessions go on, sometimes with all desks at once. */
async function killHost(
  host: TorturedHost,
  desks: readonly TorturedDesk[],
  answerCount: number,
): Promise<void> {
  await Promise.all(desks.map((desk) => desk.answered(1)))
  await desks[random.below(desks.length)]!.answered(1 + random.below(Math.floor(answerCount / 2)))
  await setTimeout(random.between(0, 40))
  const withDesks = random.chance(0.3)
  const gone = withDesks ? desks.map((desk) => desk.kill()) : []
  await host.killAndStart()
  await Promise.all(gone)
  if (withDesks) await Promise.all(desks.map((desk) => desk.start()))
  total['kills of the host']++
  total['sessions resumed after a kill of the host'] += await host.resumeAll()
}

async function completed(host: TorturedHost): Promise<void> {
  const deadline = performance.now() + 90_000
  for (;;) {
    const states = (await host.sessions()).map(({ view }) => view.state)
    if (states.every((state) => state === 'complete')) return
    if (performance.now() > deadline)
      throw new Error(`Sessions are ${states.join(', ')} after a minute and a half.`)
    await setTimeout(100)
  }
}

/** What is on the disk against what desks were told; all should be empty. */
interface Damage {
  /** Ids of acknowledged answers that are not there. */
  readonly lost: readonly string[]
  /** Answers to screens that have one already. */
  readonly repeated: number
  readonly refused: readonly string[]
  readonly problems: readonly unknown[]
}

function verify(folder: string, desks: readonly TorturedDesk[]): Damage {
  const study = openStudy(folder)
  try {
    const sessions = study.sessions.list()
    expect(sessions.map(({ state }) => state)).toEqual(desks.map(() => 'complete'))
    for (const { id } of sessions) {
      const { answered, total: all } = study.sessions.progress(id)
      expect(answered).toBe(all)
    }
    const stored = sessions.flatMap(({ id }) => study.ratings.ofSession(id))
    const ids = new Set(stored.map(({ id }) => id))
    const screens = new Set(stored.map(({ sessionId, trialKey }) => `${sessionId} ${trialKey}`))
    const acknowledged = new Set(desks.flatMap((desk) => desk.acknowledged))
    const damage: Damage = {
      lost: [...acknowledged].filter((id) => !ids.has(id)),
      repeated: stored.length - screens.size,
      refused: desks.flatMap((desk) => desk.refusals),
      problems: study.integrityProblems(),
    }
    total.sessions += sessions.length
    total['answers acknowledged'] += acknowledged.size
    total['answers stored'] += stored.length
    total['acknowledged answers lost'] += damage.lost.length
    total['screens with more than one answer'] += damage.repeated
    total['answers refused'] += damage.refused.length
    total['studies that did not open again'] += damage.problems.length > 0 ? 1 : 0
    total['kills of desks'] += desks.reduce((sum, desk) => sum + desk.killCount, 0)
    return damage
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
    const isBrowser = round <= browserRounds
    const desks = await startDesks(host, folder, isBrowser)
    try {
      const { itemsPerRater } = template.content.sampling
      await Promise.all([
        killHost(host, desks, itemsPerRater),
        ...desks.map((desk) => killDesk(desk, itemsPerRater)),
      ])
      await completed(host)
      await setTimeout(100) // for the last acknowledgement
      await Promise.all(desks.map((desk) => desk.end()))
      if (isBrowser)
        total['of these, of Chromium'] += desks.reduce((sum, { killCount }) => sum + killCount, 0)
      expect(await host.opened.stop()).toBe(0)
    } catch (error) {
      await host.opened.kill() // else it would be there after the test
      for (const desk of desks) void desk.end()
      throw error
    }
    expect(verify(host.folder, desks)).toEqual({ lost: [], repeated: 0, refused: [], problems: [] })
    rmSync(folder, { recursive: true, force: true })
  },
  180_000,
)
