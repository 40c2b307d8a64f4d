import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { ComputeClient } from '../src/main/jobs/compute-client'
import { createNodeTransport } from '../src/main/jobs/node-transport'
import { createHost, type Host } from '../src/main/station/host'
import { openStudy } from '../src/main/store/open-study'
import type { ProcedureName } from '../src/shared/api'
import { unwrap } from '../src/shared/errors'
import type { SeatScreen } from '../src/shared/seat-session'
import { defaultStudyImportOptions } from '../src/shared/study-import'
import { makeRatedStudy } from '../tests/support/rated-study'
import { nextAnswer } from '../tests/support/scripted-rater'
import { startSession } from './answering'
import { csvMapping, ratingsAsCsv } from './ratings-csv'

/** What raters notice of a piece of work beside them. */
export interface Beside {
  readonly what: string
  readonly durationMs: number
  /** From each answer to the next screen, contract and commit included. */
  readonly answersMs: readonly number[]
  /** The longest time in which the event loop did nothing else. */
  readonly longestBlockMs: number
}

/**
 * A desk answers 25 ms after each screen while nothing else happens, while 100,000 ratings are imported, and while a
 * plan of 200 raters is made.
 * @param built folder of the built processes
 */
export async function answerBeside(folder: string, built: string): Promise<readonly Beside[]> {
  const rated = await makeRatedStudy(join(folder, 'beside'), {
    preset: 'experiment-2',
    classCount: 10,
    imagesPerClass: 50,
    sizePx: 16,
    change: (content) => ({ ...content, sampling: { ...content.sampling, itemsPerRater: 500 } }),
  })
  const study = openStudy(rated.folder)
  const host = createHost({
    client: new ComputeClient(() => {
      throw new Error('There is nothing to compute here.')
    }),
    spawnFindings: () => createNodeTransport({ entry: join(built, 'findings-process.js') }),
    page: new Map(),
    study,
    port: 0,
    settingsFolder: join(folder, 'beside-settings'),
  })
  const call = async (procedure: ProcedureName, input: unknown) =>
    unwrap(await host.answer({ caller: { role: 'studio' }, procedure, input }))
  const file = { name: 'bench.csv', base64: Buffer.from(ratingsAsCsv()).toString('base64') }
  const options = { ...defaultStudyImportOptions, mapping: csvMapping }
  const mapsJobId = study.jobs.list('done').find(({ kind }) => kind === 'maps')!.id
  const plan = { protocolId: rated.protocolId, mapsJobId, raters: 200, name: 'Second plan', seed: 1 }
  try {
    const desk = { host, planId: rated.planId }
    return [
      await beside(desk, 'nothing else', () => wait(10_000)),
      await beside(desk, 'an import of 100,000 ratings', () => call('ratings.import', { file, options })),
      await beside(desk, 'a plan of 200 raters', () => call('planning.make', plan)),
    ]
  } finally {
    await host.close()
  }
}

async function beside(
  { host, planId }: { readonly host: Host; readonly planId: string },
  what: string,
  work: () => Promise<unknown>,
): Promise<Beside> {
  let { seatId, screen } = await startSession(host, planId, what)
  const answersMs: number[] = []
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const startedMs = performance.now()
  let durationMs = 0
  const done = work().then(() => (durationMs = performance.now() - startedMs))
  while (durationMs === 0) {
    const input = nextAnswer(screen, answersMs.length)
    if (input === undefined) {
      ;({ seatId, screen } = await startSession(host, planId, `${what}, after ${answersMs.length}`))
      continue
    }
    const sentMs = performance.now()
    const answer = await host.answer({ caller: { role: 'seat', seatId }, procedure: 'seat.answer', input })
    screen = unwrap(answer) as SeatScreen
    answersMs.push(performance.now() - sentMs)
    await Promise.race([wait(25), done])
  }
  delay.disable()
  return { what, durationMs, answersMs, longestBlockMs: delay.max / 1e6 }
}
