import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pruneResultSchema, type JobRequestOf } from '../../../../src/shared/jobs'
import { pruningReportSchema, type PruningReport } from '../../../../src/shared/pruning'
import { jobRunners } from '../../../../src/main/jobs/runners'
import { loadModel } from '../../../../src/main/network/model-file'
import { quietContext, trainRequest } from '../sample-jobs'
import { makeToyFolder } from './toy-folder'

let root: string
let base: Omit<JobRequestOf<'prune'>, 'cpr' | 'name'>
const warnings: string[] = []
const context = { ...quietContext(), warn: (message: string) => void warnings.push(message) }

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-series-'))
  await makeToyFolder(join(root, 'data'))
  const train = trainRequest('toy', 1)
  const training = { ...train.training, batchSize: 8, learningRate: 0.01 }
  const common = { ...train, data: join(root, 'data'), folder: root, training }
  await jobRunners.train({ ...common, architecture: 'vgg16-bn-w8', sizePx: 32 }, context)
  base = { ...common, kind: 'prune', model: join(root, 'toy.safetensors') }
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function readReport(name: string): Promise<PruningReport> {
  return pruningReportSchema.parse(JSON.parse(await readFile(join(root, name), 'utf8')))
}

async function open(name: string) {
  const { network, masks, metadata } = await loadModel(join(root, `${name}.safetensors`))
  const parameters = network.parameters.reduce((sum, { variable }) => sum + variable.size, 0)
  const nonZero = network.parameters.reduce(
    (sum, { variable }) => sum + variable.dataSync().filter((value) => value !== 0).length,
    0,
  )
  network.dispose()
  return { parameters, nonZero, masks, metadata }
}

describe('a series of rates by whole filters', () => {
  it('keeps every rate’s model, a smaller copy that says the same, and a report', async () => {
    const request = {
      ...base,
      criterion: 'filter-l1',
      scope: 'all',
      cpr: 4,
      rates: [2, 4],
      name: 's-cpr4',
    } as const
    const asked = { ...request, rates: [2, 4], keepAll: true, shrink: true, report: true }
    const result = pruneResultSchema.parse(await jobRunners.prune(asked, context))
    expect(result.steps.map(({ kept }) => kept?.modelFile)).toEqual([
      's-cpr2.safetensors',
      's-cpr4.safetensors',
    ])
    expect(result.modelFile).toBe('s-cpr4.safetensors')
    expect(result.test).toEqual(result.steps[1]!.kept!.test)
    const files = (await readdir(root)).filter((name) => name.startsWith('s-')).sort()
    expect(files).toEqual(
      ['-report.json', '-shrunk.safetensors', '.safetensors']
        .flatMap((end) => [`s-cpr2${end}`, `s-cpr4${end}`])
        .sort(),
    )
    for (const cpr of [2, 4]) {
      const [masked, shrunk] = [await open(`s-cpr${cpr}`), await open(`s-cpr${cpr}-shrunk`)]
      expect(shrunk.nonZero).toBe(masked.nonZero)
      expect(shrunk.masks.size).toBe(0)
      expect(masked.metadata.lineage.findLast(({ action }) => action === 'pruned')!.details).toMatchObject({
        criterion: 'filter-l1',
        scope: 'all',
        rate: cpr,
      })
      const report = await readReport(`s-cpr${cpr}-report.json`)
      // An eighth of VGG-16's width: no rate is met exactly by whole filters.
      expect(report.prunedLayers.compressionRate! / cpr).toBeCloseTo(1, 1)
      expect(report.allParameters).toMatchObject({ parameters: masked.parameters, nonZero: masked.nonZero })
      expect(report.file.bytes).toBe((await stat(join(root, `s-cpr${cpr}.safetensors`))).size)
      expect(report.file.gzipBytes).toBeLessThan(report.file.bytes)
      expect(report.latency).toMatchObject({ batchSize: 1, device: 'cpu' })
      expect(report.latency.shrunkMedianMs).not.toBeNull()
      if ('reason' in report.shrunk) throw new Error(report.shrunk.reason)
      expect(report.shrunk).toMatchObject({ parameters: shrunk.parameters, macs: report.effectiveMacs })
      expect(report.shrunk.file!.bytes).toBeLessThan(report.file.bytes / cpr ** 0.5)
      expect(report.shrunk.largestDifference / report.shrunk.largestLogit).toBeLessThan(1e-5)
    }
  })

  it('a shrunk model can be tested and explained, but not pruned further', async () => {
    const model = join(root, 's-cpr2-shrunk.safetensors')
    const maps = { ...base, kind: 'maps' as const, models: [model], count: 1, perClass: false }
    const { mapCount } = await jobRunners.maps(
      { ...maps, folder: await mkdtemp(join(root, 'maps-')) },
      context,
    )
    expect(mapCount).toBe(1)
    await expect(jobRunners.prune({ ...base, model, cpr: 8, name: 'no' }, context)).rejects.toThrow(
      's-cpr2-shrunk.safetensors was shrunk',
    )
  })
})

describe('single weights', () => {
  it.each(['global-magnitude', 'random'] as const)(
    '%s: the rate holds over all layers in scope',
    async (criterion) => {
      const request = {
        ...base,
        criterion,
        scope: 'conv',
        cpr: 2,
        name: criterion,
        report: true,
        shrink: true,
      } as const
      const result = await jobRunners.prune(request, context)
      expect(result.steps[0]!.layerCpr).toBeCloseTo(2, 3)
      const kept = result.steps[0]!.kept!
      expect(kept.shrunkFile).toBeNull()
      expect(kept.report!.shrunk).toMatchObject({ reason: expect.stringContaining('No channel is silent') })
      expect(warnings.at(-1)).toContain(`${criterion} was not shrunk`)
      const pruned = kept.report!.layers.filter(({ isPruned }) => isPruned)
      expect(pruned).toHaveLength(13)
      expect(pruned.every(({ name }) => name.startsWith('features.'))).toBe(true)
    },
  )

  it.each(['local-magnitude', 'random'] as const)(
    '%s: a rate that leaves a layer nothing is refused before anything is trained on the way to it',
    async (criterion) => {
      const stages: string[] = []
      const listening = { ...context, report: ({ stage }: { stage: string }) => void stages.push(stage) }
      const request = {
        ...base,
        criterion,
        scope: 'conv' as const,
        rates: [2, 1000],
        cpr: 1000,
        name: 'none',
      }
      await expect(jobRunners.prune(request, listening)).rejects.toThrow(
        'This rate would remove all 216 remaining weights of features.0.weight (216 in all)',
      )
      expect(stages.filter((stage) => stage.startsWith('Fine-tuning'))).toEqual([])
    },
  )
})
