import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mapEntrySchema, type JobRequestOf, type MapEntry } from '../../../../src/shared/jobs'
import type { TrainingEvent } from '../../../../src/shared/training-history'
import type { JobContext, StageProgress } from '../../../../src/main/jobs/job-runner'
import { jobRunners } from '../../../../src/main/jobs/runners'
import { loadModel, readModelMetadata } from '../../../../src/main/network/model-file'
import { openSafetensors } from '../../../../src/main/store/safetensors-reader'
import { quietContext, trainRequest } from '../sample-jobs'
import { makeToyFolder } from './toy-folder'

let root: string
let toy: JobRequestOf<'train'>
const reports: StageProgress[] = []
const warnings: string[] = []
const events: TrainingEvent[] = []
const context: JobContext = {
  ...quietContext(),
  report: (progress) => reports.push(progress),
  record: (event) => events.push(event),
  warn: (message) => warnings.push(message),
}
const settings = { ...trainRequest('').training, batchSize: 8, learningRate: 0.01, epochs: 2 }
const pruneRequest = (cpr: number, model: string) => ({
  ...toy,
  kind: 'prune' as const,
  model,
  cpr,
  name: `toy-cpr${cpr}`,
})

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-jobs-'))
  await makeToyFolder(join(root, 'data'))
  const base = { ...trainRequest('toy', 1), data: join(root, 'data'), folder: root }
  toy = { ...base, architecture: 'vgg16-w16', sizePx: 32, training: settings }
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('train, prune and maps on a folder of images', () => {
  it('trains: a file that says how it was made, with accuracies of the parts', async () => {
    const result = await jobRunners.train(toy, context)
    // Of 24 images 30 % are held out; of those 2,800 : 1,125 are for test and validation.
    expect(result.trainImages + result.validation.count + result.test.count).toBe(24)
    expect(result).toMatchObject({
      modelFile: 'toy.safetensors',
      classes: ['blue', 'red'],
      epochs: { run: 2 },
    })
    const metadata = await readModelMetadata(join(root, result.modelFile))
    expect(metadata).toMatchObject({ compressionRate: 1, seed: 1, classes: ['blue', 'red'] })
    expect(metadata.lineage.map(({ action }) => action)).toEqual(['initialised', 'trained'])
    expect(metadata.metrics['test.top1Fraction']).toBe(result.test.top1)
    expect(result.history.map(({ epoch }) => epoch)).toEqual([1, 2])
    // 2 epochs of 16 images in batches of 8.
    expect(events.map(({ kind, epoch }) => `${kind} ${epoch}`)).toEqual([
      'step 1',
      'step 1',
      'epoch 1',
      'step 2',
      'step 2',
      'epoch 2',
    ])
    expect(events.at(-1)).toEqual({ kind: 'epoch', stage: 'Training', epochs: 2, ...result.history[1] })
    const last = reports.findLast(({ stage }) => stage === 'Training')!
    expect([last.done, last.total]).toEqual([result.trainImages * 2, result.trainImages * 2])
  })

  it('prunes in halving steps; exactly the asked share is zero and stays zero', async () => {
    const result = await jobRunners.prune(pruneRequest(4, join(root, 'toy.safetensors')), context)
    expect(result.steps.map(({ targetCpr }) => targetCpr)).toEqual([2, 4])
    expect(result.steps.map(({ history }) => history.length)).toEqual([2, 2])
    const { network, masks, metadata } = await loadModel(join(root, result.modelFile))
    try {
      expect(metadata.lineage.map(({ action }) => action)).toEqual([
        'initialised',
        'trained',
        'pruned',
        'trained',
        'pruned',
        'trained',
      ])
      expect(masks.size).toBe(13)
      for (const { name, variable } of network.parameters.filter(({ kind }) => kind === 'conv-kernel')) {
        const mask = masks.get(name)!
        const values = await variable.data()
        // Sizes are multiples of 4 (3 x 3 x 3 x 4 = 108 and up), so a quarter is a whole number.
        expect(mask.filter((kept) => kept === 1).length).toBe(variable.size / 4)
        expect(values.every((value, index) => mask[index] === 1 || value === 0)).toBe(true)
      }
      expect(result.steps[1]!.layerCpr).toBeCloseTo(4, 2)
    } finally {
      network.dispose()
    }
  })

  it('goes on from a pruned model, and refuses to go back', async () => {
    const model = join(root, 'toy-cpr4.safetensors')
    const result = await jobRunners.prune(pruneRequest(8, model), context)
    expect(result.steps.map(({ targetCpr }) => targetCpr)).toEqual([8])
    await expect(jobRunners.prune(pruneRequest(2, model), context)).rejects.toMatchObject({
      code: 'pruning/bad-request',
    })
  })

  it('warns when the images are not those that the model was trained on; another seed is no other data', async () => {
    const heard: string[] = []
    const listening = { ...context, warn: (message: string) => heard.push(message) }
    const request = pruneRequest(2, join(root, 'toy.safetensors'))
    await jobRunners.prune({ ...request, seed: 2, name: 'other-seed' }, listening)
    expect(heard).toEqual([])
    await makeToyFolder(join(root, 'other-data'), 13)
    await jobRunners.prune({ ...request, data: join(root, 'other-data'), name: 'other-data' }, listening)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain('toy.safetensors was trained on other images than these')
  })

  it('writes maps: every picture and raw map of the index exists, blank ones are marked', async () => {
    const folder = join(root, 'maps')
    await mkdir(folder)
    const models = ['toy', 'toy-cpr4'].map((name) => join(root, `${name}.safetensors`))
    const request = { ...toy, kind: 'maps' as const, models, count: 1, perClass: true, folder }
    const result = await jobRunners.maps(request, context)
    expect(result).toMatchObject({ images: 2, mapCount: 4, index: 'index.json' })
    expect(warnings).toHaveLength(2)
    expect(warnings[0]).toContain('features.30 have only 1 x 1 positions')
    expect(result.models.map(({ name, score }) => [name, score])).toEqual([
      ['toy', null],
      ['toy-cpr4', null],
    ])
    const index = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8')) as { maps: MapEntry[] }
    const raw = await openSafetensors(join(folder, 'maps.safetensors'))
    try {
      for (const entry of mapEntrySchema.array().parse(index.maps)) {
        for (const file of [entry.original, entry.heatMap, entry.occlusionMap]) {
          expect(await sharp(join(folder, file)).metadata()).toMatchObject({ width: 32, height: 32 })
        }
        const values = await raw.readFloat32(entry.raw.tensor)
        expect(values).toHaveLength(1) // 32 px, halved five times
        expect(entry.noPositiveEvidence).toBe(!values.some((value) => value > 0))
        expect(entry.scaling === null).toBe(entry.noPositiveEvidence)
      }
    } finally {
      await raw.close()
    }
  })

  it('stops when it is cancelled', async () => {
    const abort = new AbortController()
    const report = ({ stage }: StageProgress) => {
      if (stage === 'Training') abort.abort()
    }
    const cancelled = jobRunners.train(toy, { ...context, report, signal: abort.signal })
    await expect(cancelled).rejects.toMatchObject({ code: 'job/cancelled' })
  })

  it('says what is wrong with its input', async () => {
    await writeFile(join(root, 'text.safetensors'), 'not a model')
    await mkdir(join(root, 'texts', 'cat'), { recursive: true })
    await mkdir(join(root, 'texts', 'dog'), { recursive: true })
    await writeFile(join(root, 'texts', 'cat', 'a.txt'), 'x')
    await writeFile(join(root, 'texts', 'dog', 'b.txt'), 'x')
    const wrong = { ...toy, architecture: 'vgg99' }
    await expect(jobRunners.train(wrong, context)).rejects.toMatchObject({ code: 'network/bad-architecture' })
    const missing = { ...toy, data: join(root, 'nowhere') }
    await expect(jobRunners.train(missing, context)).rejects.toMatchObject({ code: 'dataset/not-found' })
    const texts = { ...toy, data: join(root, 'texts') }
    await expect(jobRunners.train(texts, context)).rejects.toMatchObject({ code: 'dataset/empty' })
    const noModel = pruneRequest(2, join(root, 'text.safetensors'))
    await expect(jobRunners.prune(noModel, context)).rejects.toMatchObject({ code: 'network/bad-weights' })
    const nowhere = pruneRequest(2, join(root, 'nowhere.safetensors'))
    await expect(jobRunners.prune(nowhere, context)).rejects.toMatchObject({ code: 'file/not-found' })
  })
})
