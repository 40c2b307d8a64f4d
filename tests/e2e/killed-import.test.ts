import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createStudy } from '../../src/main/store/create-study'
import { openStudy } from '../../src/main/store/open-study'
import { studyPaths } from '../../src/main/store/study-paths'
import { importIntoStudy } from '../../src/main/transfer/study-import/import-into-study'
import { listImports } from '../../src/main/transfer/study-import/list-imports'
import type { ListedExperiments } from '../../src/shared/analysis-blind'
import { defaultAnalysisOptions } from '../../src/shared/analysis-design'
import { unwrap } from '../../src/shared/errors'
import type { ColumnMapping } from '../../src/shared/rating-import'
import { defaultStudyImportOptions, type StudyImportOptions } from '../../src/shared/study-import'
import type { StudyOverview } from '../../src/shared/study-overview'
import { rawCount } from '../support/raw-count'
import { childrenOf, startStation, type StationProcess } from '../support/station/launch'
import { StationClient } from '../support/station-client'

// The host is killed in the middle of a large import from a page, as by a power cut. What was imported before stays, of the
// import is all there or nothing, and it can be made again.

const mapping: ColumnMapping = {
  task: 'classify',
  rater: 'rater',
  item: 'item',
  image: 'image',
  className: 'class',
  model: 'model',
  answer: 'answer',
  site: 'lab',
  timeUnit: 'ms',
  noChoice: [],
}
const options: StudyImportOptions = { ...defaultStudyImportOptions, mapping, experiment: 'Pilot' }

interface FileOf {
  readonly lab: string
  readonly raterCount: number
  readonly imageCount: number
  readonly models: readonly string[]
}

/** Every rater rates every image of one of the models; every seventh answer is wrong. */
function ratingsFile({ lab, raterCount, imageCount, models }: FileOf): { name: string; bytes: Buffer } {
  const lines = ['rater,item,image,class,model,answer,lab']
  for (let rater = 0; rater < raterCount; rater++) {
    const model = models[rater % models.length]!
    for (let image = 0; image < imageCount; image++) {
      const className = image % 2 === 0 ? 'dog' : 'church'
      const answer = (rater + image) % 7 === 0 ? 'horn' : className
      lines.push(
        `${lab} ${rater},${lab} ${image} ${model},${lab} ${image},${className},${model},${answer},${lab}`,
      )
    }
  }
  return { name: `${lab}.csv`, bytes: Buffer.from(lines.join('\n')) }
}

const earlier = ratingsFile({ lab: 'Bonn', raterCount: 10, imageCount: 20, models: ['cpr-1'] })
const large = ratingsFile({ lab: 'Kiel', raterCount: 80, imageCount: 125, models: ['cpr-1', 'cpr-8'] })
const earlierRatings = 200
const largeRatings = 10_000
const request = { file: { name: large.name, base64: large.bytes.toString('base64') }, options }

let work: string
let template: string
let host: StationProcess | undefined
/** The study after the import, made where nobody interferes. */
let undisturbed: { readonly outcome: unknown; readonly shown: unknown }

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'sweetspot-killed-import-'))
  template = join(work, 'template')
  const study = createStudy(template, { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' })
  importIntoStudy(study, earlier, options)
  study.close()
  const studio = await start(copyOf('undisturbed'))
  undisturbed = {
    outcome: withoutIds(unwrap(await studio.call('ratings.import', request))),
    shown: withoutIds(await shownBy(studio)),
  }
  await host!.stop()
})

afterEach(async () => {
  if (host?.child.exitCode === null && host.child.signalCode === null) await host.kill()
})
afterAll(() => rmSync(work, { recursive: true, force: true }))

function copyOf(name: string): string {
  const folder = join(work, name)
  cpSync(template, folder, { recursive: true })
  return folder
}

/** Starts a host, and enters the studio in it. */
async function start(folder: string): Promise<StationClient> {
  const settings = { SWEETSPOT_CACHE: join(work, 'cache'), SWEETSPOT_SETTINGS: join(work, 'settings') }
  host = await startStation(['--port', '0', '--study', folder], settings)
  const client = new StationClient(host.status.local)
  unwrap(await client.enter(new URL(host.studioLink).hash.slice(1)))
  return client
}

/** What pages show of the study: its numbers, its imports, what importing the file would do, and the analysis. */
async function shownBy(studio: StationClient) {
  const call = async <T>(procedure: string, input?: unknown): Promise<T> =>
    unwrap(await studio.call(procedure, input)) as T
  const { experiments } = await call<ListedExperiments>('analysis.experiments')
  const [experiment] = experiments
  const { counts, stages } = await call<StudyOverview>('study.current')
  return {
    counts,
    stages,
    experiment,
    imports: await call('ratings.imports'),
    preview: await call('ratings.preview', request),
    analysis: await call('analysis.run', {
      experiment: { kind: experiment!.kind, id: experiment!.id },
      options: { ...defaultAnalysisOptions, sources: ['imported'] },
      stage: 'points',
    }),
  }
}

/** What who only reads, as `sweetspot analyse` beside a host, finds in the folder as it was left. */
function shownToReader(folder: string) {
  const study = openStudy(folder, { isReadOnly: true })
  try {
    return {
      counts: study.counts(),
      sites: study.sites.list(),
      models: study.models.list(),
      raters: study.raters.list(),
      sessions: study.sessions.list(),
      imports: listImports(study),
      answers: [...study.ratings.forAnalysis({ task: 'classify', source: 'imported' })],
    }
  } finally {
    study.close()
  }
}

/** The same text for two imports of one file. */
function withoutIds(shown: unknown): unknown {
  const text = JSON.stringify(shown)
  return JSON.parse(
    text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id').replaceAll(/"\d{4}-\d\d-\d\dT[^"]*"/g, '"time"'),
  )
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** On a busy machine the moment may be missed. */
const mostTries = 10

/**
 * Begins the import and kills the host in a certain moment of it, again where that was missed.
 * @param hasCome null for the time before anything is staged
 * @returns the folder, what pages showed before, and what the host leaves running
 */
async function killWithinImport(name: string, hasCome: ((database: string) => boolean) | null) {
  for (let tries = 1; ; tries++) {
    const folder = copyOf(`${name} ${tries}`)
    const { database } = studyPaths(folder)
    const studio = await start(folder)
    const shown = await shownBy(studio)
    const idle = childrenOf(host!.child.pid!)
    let isOver = false
    const imported = studio.call('ratings.import', request).then(
      () => (isOver = true),
      () => false,
    )
    const isWorkedOut = () => childrenOf(host!.child.pid!).length > idle.length
    while (!isOver && !(hasCome?.(database) ?? isWorkedOut())) await wait(1)
    const children = childrenOf(host!.child.pid!)
    await host!.kill()
    const isHit =
      !(await imported) &&
      (hasCome === null
        ? rawCount(database, 'rating') === earlierRatings
        : rawCount(database, 'staged_row') > 0)
    if (isHit) return { folder, shown, children }
    expect(tries, 'the moment was missed').toBeLessThan(mostTries)
  }
}

describe.skipIf(process.platform === 'win32')('a host that is killed', () => {
  test.each([
    ['while the import is worked out', null],
    ['when something is staged', (file: string) => rawCount(file, 'staged_row') > 0],
    [
      'when half of the answers are staged',
      (file: string) => rawCount(file, 'rating') > earlierRatings + largeRatings / 2,
    ],
  ])('%s leaves nothing of it, and it can be made again', async (name, hasCome) => {
    const before = shownToReader(template)
    const { folder, shown, children } = await killWithinImport(name, hasCome)
    const { database } = studyPaths(folder)
    expect(shownToReader(folder)).toEqual(before)
    expect(rawCount(database, 'staged_row') > 0).toBe(hasCome !== null)
    await expect.poll(() => children.filter(isAlive)).toEqual([])

    const second = await start(folder)
    expect(rawCount(database, 'staged_row')).toBe(0)
    expect(rawCount(database, 'rating')).toBe(earlierRatings)
    expect(await shownBy(second)).toEqual(shown)
    expect(withoutIds(unwrap(await second.call('ratings.import', request)))).toEqual(undisturbed.outcome)
    expect(withoutIds(await shownBy(second))).toEqual(undisturbed.shown)
    expect(await host!.stop()).toBe(0)
    const study = openStudy(folder)
    expect(study.integrityProblems()).toEqual([])
    study.close()
  })

  test('when the last answers are staged leaves all of the import or nothing', async () => {
    const folder = copyOf('last')
    const { database } = studyPaths(folder)
    const before = shownToReader(folder)
    const studio = await start(folder)
    const ended = studio.call('ratings.import', request).catch(() => undefined)
    while (rawCount(database, 'rating') < earlierRatings + largeRatings) await wait(1)
    await host!.kill()
    await ended
    const isPublished = rawCount(database, 'staged_row') === 0
    const after = shownToReader(folder)
    if (isPublished) expect(after.counts.ratings.imported).toBe(earlierRatings + largeRatings)
    else expect(after).toEqual(before)
    const again = unwrap(await (await start(folder)).call('ratings.import', request))
    expect(again).toMatchObject({ newRatings: isPublished ? 0 : largeRatings })
  })

  test('after the import was acknowledged keeps all of it', async () => {
    const folder = copyOf('acknowledged')
    const studio = await start(folder)
    unwrap(await studio.call('ratings.import', request))
    await host!.kill()
    expect(withoutIds(await shownBy(await start(folder)))).toEqual(undisturbed.shown)
  })
})
