import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { formatTable } from '../src/main/cli/text'
import { FindingsClient } from '../src/main/jobs/findings/findings-client'
import { createNodeTransport } from '../src/main/jobs/node-transport'
import { createStudy } from '../src/main/store/create-study'
import { importIntoStudy } from '../src/main/transfer/study-import/import-into-study'
import { defaultAnalysisOptions } from '../src/shared/analysis-design'
import { defaultStudyImportOptions } from '../src/shared/study-import'
import { csvMapping, csvRatings, ratingsAsCsv } from './ratings-csv'

// Times what stands between a click on an experiment of 100,000 ratings and its charts: a process is started, the ratings
// are read, and each stage of the analysis comes back over the line. Run `npm run build` first.

const folder = mkdtempSync(join(process.argv[2] ?? tmpdir(), 'sweetspot-bench-'))
const entry = join(import.meta.dirname, '../main/findings-process.js')
const client = new FindingsClient(
  () => createNodeTransport({ entry, onOutput: (text) => process.stderr.write(text) }),
  'analysis',
)
try {
  await main()
} finally {
  client.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function main(): Promise<void> {
  const study = createStudy(join(folder, 'study'), { name: 'bench', siteName: 'bench', sitePrefix: 'BENCH' })
  const importMs = await time(() =>
    importIntoStudy(
      study,
      { name: 'bench.csv', bytes: Buffer.from(ratingsAsCsv()) },
      { ...defaultStudyImportOptions, mapping: csvMapping },
    ),
  )
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const where = study.paths.folder
  const rows: [string, number][] = [[`importing them in one piece, as on the command line`, importMs]]
  const timed = async (name: string, work: () => Promise<unknown>) => rows.push([name, await time(work)])
  let experiments: Awaited<ReturnType<typeof client.ask<'experiments'>>>['experiments'] = []
  await timed('starting the process and listing experiments', async () => {
    experiments = (await client.ask('experiments', null, where)).experiments
  })
  const options = { ...defaultAnalysisOptions, sources: ['imported' as const] }
  const { kind, id } = experiments[0]!
  const request = { experiment: { kind, id }, options }
  await timed('the first look: reading, the curve of the sweet spot', () =>
    client.ask('analysis', { ...request, stage: 'first-look' }, where),
  )
  await timed('all numbers without resampling', () =>
    client.ask('analysis', { ...request, stage: 'points' }, where),
  )
  await timed(`all intervals, ${options.replicates} resamples`, () =>
    client.ask('analysis', { ...request, stage: 'intervals' }, where),
  )
  rows.push(['longest block of the event loop meanwhile', delay.max / 1e6])
  study.close()
  console.log(
    formatTable(
      [`${csvRatings} ratings`, 'ms'],
      rows.map(([name, ms]) => [name, ms.toFixed(0)]),
    ),
  )
}

async function time(work: () => unknown): Promise<number> {
  const startedMs = performance.now()
  await work()
  return performance.now() - startedMs
}
