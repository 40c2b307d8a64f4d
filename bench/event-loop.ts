import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import type { ProcedureName } from '../src/shared/api'
import type { Caller } from '../src/shared/roles'
import { formatTable } from '../src/main/cli/text'
import { ComputeClient } from '../src/main/jobs/compute-client'
import { createNodeTransport } from '../src/main/jobs/node-transport'
import { runStudyJob } from '../src/main/jobs/study-jobs'
import { sampleNetwork, sampleTraining } from '../src/main/jobs/training-presets'
import { createHost, type Host } from '../src/main/station/host'
import { createStudy } from '../src/main/store/create-study'
import type { StudyStore } from '../src/main/store/study-store'
import { answerBeside } from './answers-beside'
import { appendMany, fillStudy } from './fill-study'

/*
 * How long the process that answers pages does not answer: the delay of its event loop while it only waits, while pages
 * ask for what they show, and while a training runs on the same study; 100,000 answers lie in it. Then how long an
 * answer takes while an import and a plan are written; with --beside only that. Run `npm run build` first.
 */

const secondsEach = 20
const ratings = 100_000
const studio: Caller = { role: 'studio' }

/** What the studio's pages ask for when they are shown, and again when something has changed. */
const asked: readonly ProcedureName[] = [
  'app.info',
  'study.current',
  'study.recent',
  'jobs.list',
  'seats.list',
  'station.status',
  'sessions.list',
]

const only = process.argv.includes('--beside')
const parent = process.argv.slice(2).find((argument) => !argument.startsWith('--'))
const folder = mkdtempSync(join(parent ?? tmpdir(), 'sweetspot-event-loop-'))
const built = join(import.meta.dirname, '../main')
const client = new ComputeClient(() => createNodeTransport({ entry: join(built, 'compute-process.js') }))
const study = createStudy(join(folder, 'study'), { name: 'bench', siteName: 'bench', sitePrefix: 'BENCH' })
const host = createHost({
  client,
  spawnFindings: () => createNodeTransport({ entry: join(built, 'findings-process.js') }),
  page: new Map(),
  study,
  settingsFolder: join(folder, 'settings'),
})
try {
  if (!only) await main(study, host)
  await besideRaters()
} finally {
  client.dispose()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
}

async function main(store: StudyStore, pages: Host): Promise<void> {
  appendMany(store, fillStudy(store, { images: 2800, models: 7 }), { ratings, perRater: 500 })
  const calls = new Map<string, number>()
  const rows = [
    await during('nothing to do', () => wait(secondsEach * 1000)),
    await during('pages ask', (end) => ask(pages, end, calls)),
  ]
  const abort = new AbortController()
  const training = train(store, abort.signal)
  await wait(10_000) // lists the images and compiles
  rows.push(await during('a training runs', () => wait(secondsEach * 1000)))
  rows.push(await during('a training runs, pages ask', (end) => ask(pages, end, calls)))
  abort.abort()
  await training
  console.log(formatTable(['delay of the event loop, ms', 'median', '99 %', 'longest'], rows))
  console.log(
    formatTable(
      ['longest answer', 'ms'],
      [...calls].map(([name, ms]) => [name, ms.toFixed(1)]),
    ),
  )
}

async function besideRaters(): Promise<void> {
  const rows = (await answerBeside(folder, built)).map(({ what, durationMs, answersMs, longestBlockMs }) => {
    const sorted = answersMs.toSorted((a, b) => a - b)
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!
    const times = [durationMs, at(0.5), at(0.99), at(1), longestBlockMs]
    return [what, String(sorted.length), ...times.map((ms) => ms.toFixed(1))]
  })
  const head = ['answers beside, ms', 'answers', 'took', 'median', '99 %', 'longest', 'longest block']
  console.log(formatTable(head, rows))
}

async function during(what: string, work: (endMs: number) => Promise<void>): Promise<string[]> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await work(performance.now() + secondsEach * 1000)
  delay.disable()
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1)
  return [what, ms(delay.percentile(50)), ms(delay.percentile(99)), ms(delay.max)]
}

/** All of them, five times a second, one after the other. */
async function ask(pages: Host, endMs: number, calls: Map<string, number>): Promise<void> {
  while (performance.now() < endMs) {
    for (const procedure of asked) {
      const startedMs = performance.now()
      const answer = await pages.answer({ caller: studio, procedure, input: undefined })
      if (!answer.ok) throw new Error(`${procedure}: ${answer.error.message}`)
      calls.set(procedure, Math.max(calls.get(procedure) ?? 0, performance.now() - startedMs))
    }
    pages.studies.noteChange()
    await wait(200)
  }
}

/** Trains the sample's network until it is cancelled. */
async function train(store: StudyStore, signal: AbortSignal): Promise<void> {
  const training = { ...sampleTraining, epochs: 1000, patience: null }
  const sample = { data: 'emojinette', images: 3000, architecture: 'vgg16-bn-gap-w8', sizePx: 64, seed: 1 }
  const request = {
    kind: 'train' as const,
    ...sample,
    device: 'cpu' as const,
    network: sampleNetwork,
    training,
  }
  await runStudyJob({ study: store, client }, { ...request, name: 'bench' }, { signal }).catch(
    (error: unknown) => {
      if (!signal.aborted) throw error
    },
  )
}
