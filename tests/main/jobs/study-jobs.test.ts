import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ComputeClient } from '../../../src/main/jobs/compute-client'
import { jobRunners } from '../../../src/main/jobs/runners'
import { runStudyJob } from '../../../src/main/jobs/study-jobs'
import { modelFile } from '../../../src/main/jobs/study-models'
import { createStudy } from '../../../src/main/store/create-study'
import type { StudyStore } from '../../../src/main/store/study-store'
import { inProcessTransport } from './in-process-transport'
import { makeToyFolder } from './runners/toy-folder'
import { trainRequest } from './sample-jobs'

let root: string
let study: StudyStore
const client = new ComputeClient(() => inProcessTransport(jobRunners))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-study-jobs-'))
  await makeToyFolder(join(root, 'data'))
  study = createStudy(join(root, 'study'), { name: 'toy', siteName: 'Ulm', sitePrefix: 'ULM' })
})
afterAll(async () => {
  study.close()
  client.dispose()
  await rm(root, { recursive: true, force: true })
})

const training = { ...trainRequest('').training, batchSize: 8, learningRate: 0.01, epochs: 2 }
const common = () => ({ data: join(root, 'data'), device: 'cpu' as const, seed: 1, training })
const trainToy = (name: string) => {
  const { network } = trainRequest('')
  const request = { ...common(), network, architecture: 'vgg16-w16', sizePx: 32, name }
  return runStudyJob({ study, client }, { kind: 'train', ...request })
}

describe('a train, prune and maps job on a study', () => {
  it('lists the images first, once', async () => {
    await trainToy('toy')
    const [dataset] = study.datasets.list()
    expect(dataset).toMatchObject({
      name: 'data',
      kind: 'folder',
      location: join(root, 'data'),
      classes: ['blue', 'red'],
    })
    const images = study.images.list(dataset!.id)
    expect(images).toHaveLength(24)
    expect(images.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual(images.map(() => [40, 30]))
    expect(new Set(images.map(({ split }) => split))).toEqual(new Set(['train', 'validation', 'test']))
    expect(study.jobs.list().map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'train done',
      'index done',
    ])
  })

  it('registers the trained model with its epochs and its file', () => {
    const model = study.models.resolve('toy')
    expect(model).toMatchObject({
      parentId: null,
      targetCpr: 1,
      measuredCpr: 1,
      architecture: 'vgg16-w16',
      seed: 1,
    })
    expect(model.nonZeroCount).toBe(model.parameterCount)
    expect(study.models.trainingMetrics(model.id).map(({ run, epoch }) => [run, epoch])).toEqual([
      [0, 1],
      [0, 2],
    ])
    expect(existsSync(modelFile(study, 'toy'))).toBe(true)
    const job = study.jobs.get(model.jobId!)
    expect(job.request).toMatchObject({ kind: 'train', name: 'toy' })
    expect(job.request).not.toHaveProperty('folder')
    expect(readFileSync(study.artifactPath(job.logPath), 'utf8')).toMatch(
      / train started, run 1.*\n[^]* done\n$/,
    )
    expect(readdirSync(join(study.paths.artifacts, 'jobs'))).toEqual([])
  })

  it('registers every kept step of a pruning as the child of the one before', async () => {
    const request = { ...common(), model: modelFile(study, 'toy'), cpr: 4, keepAll: true, name: 'toy-cpr4' }
    const { job } = await runStudyJob({ study, client }, { kind: 'prune', ...request })
    const [half, quarter] = ['toy-cpr2', 'toy-cpr4'].map((name) => study.models.resolve(name))
    expect(study.models.ancestry(quarter!.id).map(({ name }) => name)).toEqual([
      'toy-cpr4',
      'toy-cpr2',
      'toy',
    ])
    expect(half).toMatchObject({ criterion: 'local-magnitude', scope: 'conv', targetCpr: 2 })
    expect(quarter!.measuredCpr).toBeCloseTo(4, 2)
    expect(quarter!.nonZeroCount).toBeLessThan(half!.nonZeroCount!)
    expect(job.request['model']).toBe('study:artifacts/models/toy.safetensors')
  })

  it('registers maps with their pictures and what the models predict', async () => {
    const models = ['toy', 'toy-cpr4'].map((name) => modelFile(study, name))
    const request = {
      data: join(root, 'data'),
      device: 'cpu' as const,
      seed: 0,
      models,
      count: 2,
      perClass: false,
    }
    const { job } = await runStudyJob({ study, client }, { kind: 'maps', ...request, layer: 'features.22' })
    expect(study.maps.count()).toBe(4)
    const [map] = study.maps.ofModel(study.models.resolve('toy').id)
    expect(map).toMatchObject({ method: 'grad-cam', layer: 'features.22', jobId: job.id })
    expect(map!.rawMinimum!).toBeLessThanOrEqual(map!.rawMean!)
    expect(map!.rawMean!).toBeLessThanOrEqual(map!.rawMaximum!)
    expect(study.maps.renderings(map!.id).map(({ rendering }) => rendering)).toEqual([
      'heat-map',
      'occlusion-map',
    ])
    const image = study.images.get(map!.imageId)
    expect(image).toMatchObject({ split: 'test' })
    const [prediction] = study.models.predictions(map!.modelId)
    expect(prediction!.isCorrect).toBe(
      prediction!.predictedClass === study.images.get(prediction!.imageId).className,
    )
    await runStudyJob({ study, client }, { kind: 'maps', ...request, layer: 'features.22' })
    expect(study.maps.count()).toBe(4)
  })

  it('draws stimuli that every model gets right, and keeps what each says about every test image', async () => {
    const models = ['toy', 'toy-cpr4']
    const request = {
      data: join(root, 'data'),
      device: 'cpu' as const,
      seed: 0,
      models: models.map((name) => modelFile(study, name)),
      count: 1,
      perClass: false,
      onlyCorrect: true,
      layer: 'features.21',
    }
    const { job } = await runStudyJob({ study, client }, { kind: 'maps', ...request })
    const ids = models.map((name) => study.models.resolve(name).id)
    const testImages = study.images.list(study.datasets.list()[0]!.id, 'test')
    for (const id of ids) expect(study.models.predictions(id)).toHaveLength(testImages.length)
    const right = study.models.imagesAllGetRight(ids, 'test')
    const drawn = study.maps.ofModel(ids[0]!).filter(({ jobId }) => jobId === job.id)
    expect(drawn).toHaveLength(1)
    expect(right).toContain(drawn[0]!.imageId)
  })

  it('refuses a name that is taken, and a file that is no model of the study, before it computes', async () => {
    const before = study.jobs.list().length
    await expect(trainToy('toy')).rejects.toMatchObject({ code: 'store/conflict' })
    const foreign = { ...common(), model: join(root, 'other.safetensors'), cpr: 4, name: 'other-cpr4' }
    await expect(runStudyJob({ study, client }, { kind: 'prune', ...foreign })).rejects.toMatchObject({
      code: 'store/not-found',
    })
    expect(study.jobs.list()).toHaveLength(before)
  })

  it('keeps nothing of a job that fails, but says why', async () => {
    const before = study.artifacts.list().length
    const request = {
      ...common(),
      network: trainRequest('').network,
      architecture: 'vgg17',
      sizePx: 32,
      name: 'bad',
    }
    await expect(runStudyJob({ study, client }, { kind: 'train', ...request })).rejects.toMatchObject({
      code: 'network/bad-architecture',
    })
    const [job] = study.jobs.list()
    expect(job).toMatchObject({ state: 'failed', errorCode: 'network/bad-architecture', isResumable: false })
    expect(job!.reason).toContain('vgg17')
    expect(study.artifacts.list()).toHaveLength(before)
    expect(study.models.findByName('bad')).toBeUndefined()
  })

  it('leaves a sound database, in which the images are listed once', () => {
    expect(study.jobs.list().filter(({ kind }) => kind === 'index')).toHaveLength(1)
    expect(study.integrityProblems()).toEqual([])
  })
})
