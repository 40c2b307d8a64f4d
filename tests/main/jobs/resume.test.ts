import { copyFile, mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobRequestOf } from '../../../src/shared/jobs'
import { discardCheckpoint, leftoverIn } from '../../../src/main/jobs/checkpoint-leftover'
import type { JobContext } from '../../../src/main/jobs/job-runner'
import { jobRunners } from '../../../src/main/jobs/runners'
import { loadModel, saveModel } from '../../../src/main/network/model-file'
import { makeToyFolder } from './runners/toy-folder'
import { quietContext, trainRequest } from './sample-jobs'
import { tensorDigest } from './tensor-digest'

let root: string
let train: JobRequestOf<'train'>
let prune: JobRequestOf<'prune'>
let count = 0

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-resume-'))
  await makeToyFolder(join(root, 'data'))
  const base = trainRequest('model')
  const training = {
    ...base.training,
    epochs: 2,
    batchSize: 8,
    learningRate: 0.01,
    patience: 3,
    optimizer: 'adam' as const,
  }
  train = { ...base, data: join(root, 'data'), architecture: 'vgg16-gap-w16', sizePx: 32, training }
  train = { ...train, folder: join(root, 'unbroken') }
  await jobRunners.train(train, quietContext())
  const model = join(root, 'unbroken', 'model.safetensors')
  prune = { ...train, kind: 'prune', model, name: 'pruned', cpr: 4, rates: [2, 4], keepAll: true }
  await jobRunners.prune(prune, quietContext())
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** A request with folders of its own. */
function fresh<R extends { readonly folder: string }>(request: R): R & { checkpointFolder: string } {
  const checkpointFolder = join(root, `run-${++count}`)
  return { ...request, checkpointFolder, folder: join(checkpointFolder, 'output') }
}

/** Listens, and stops as soon as `isMoment` is told an event. */
function stopAt(isMoment: (epoch: number, stage: string) => boolean) {
  const abort = new AbortController()
  const heard: string[] = []
  const context: JobContext = {
    ...quietContext(),
    signal: abort.signal,
    note: (message) => heard.push(message),
    warn: (message) => heard.push(`warning: ${message}`),
    record: ({ kind, epoch, stage }) => {
      if (kind === 'step' && isMoment(epoch, stage)) abort.abort()
    },
  }
  return { context, heard }
}

const run = (request: JobRequestOf<'train'> | JobRequestOf<'prune'>, context: JobContext) =>
  request.kind === 'train' ? jobRunners.train(request, context) : jobRunners.prune(request, context)

async function stop(
  request: JobRequestOf<'train'> | JobRequestOf<'prune'>,
  isMoment: (epoch: number, stage: string) => boolean,
): Promise<void> {
  await expect(run(request, stopAt(isMoment).context)).rejects.toMatchObject({ code: 'job/cancelled' })
}

async function goOn(request: JobRequestOf<'train'> | JobRequestOf<'prune'>): Promise<string[]> {
  const { context, heard } = stopAt(() => false)
  await run(request, context)
  return heard
}

async function expectUnbroken(folder: string, ...names: string[]): Promise<void> {
  for (const name of names.map((each) => `${each}.safetensors`)) {
    expect(await tensorDigest(join(folder, name))).toBe(await tensorDigest(join(root, 'unbroken', name)))
  }
}

describe('a training run', () => {
  it('goes on after its last epoch, with the whole history', async () => {
    const request = fresh(train)
    await stop(request, (epoch) => epoch === 2)
    expect(await leftoverIn(request.checkpointFolder)).toBe('unfinished')
    const { context, heard } = stopAt(() => false)
    const result = await jobRunners.train(request, context)
    expect(heard).toEqual(['Going on with the stopped run: Training, after epoch 1 of 2.'])
    expect(result.history.map(({ epoch }) => epoch)).toEqual([1, 2])
    expect(result.seconds).toBeGreaterThanOrEqual(
      result.history.reduce((sum, { seconds }) => sum + seconds, 0),
    )
    await expectUnbroken(request.folder, 'model')
    expect(await leftoverIn(request.checkpointFolder)).toBe('finished')
    await discardCheckpoint(request.checkpointFolder)
    expect(await leftoverIn(request.checkpointFolder)).toBe('nothing')
  })

  it('says all that differs from the stopped one, and starts anew when told to', async () => {
    const request = fresh(train)
    await stop(request, (epoch) => epoch === 2)
    const other = { ...request, seed: 5, training: { ...request.training, epochs: 4, patience: null } }
    await expect(run(other, quietContext())).rejects.toMatchObject({
      code: 'job/checkpoint-differs',
      message: expect.stringMatching(
        /training\.epochs was 2 and is 4; training\.patience was 3 and is null; seed was 0 and is 5\. .*--restart/,
      ) as string,
    })
    expect(await goOn({ ...request, restart: true })).toEqual([])
    await expectUnbroken(request.folder, 'model')
  })

  it('notices other images', async () => {
    const data = join(root, 'changing-data')
    await makeToyFolder(data)
    const request = fresh({ ...train, data })
    await stop(request, (epoch) => epoch === 2)
    await copyFile(join(data, 'red', '4.png'), join(data, 'red', '3.png'))
    await expect(run(request, quietContext())).rejects.toThrow('the images: not the same, or changed since')
  })

  it('warns of a damaged file, and starts anew where it was the only one', async () => {
    const request = fresh(train)
    await stop(request, (epoch) => epoch === 2)
    await truncate(join(request.checkpointFolder, 'training', 'epoch-00001.safetensors'), 500)
    const heard = await goOn(request)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatch(/^warning: What the stopped run kept in .*epoch-00001\.safetensors is lost: /)
    await expectUnbroken(request.folder, 'model')
  })
})

describe('a pruning run', () => {
  const names = ['pruned-cpr2', 'pruned']

  it('keeps finished steps and goes on within the step under way', async () => {
    const request = fresh(prune)
    await stop(request, (epoch, stage) => stage === 'Fine-tuning at CPR 4' && epoch === 2)
    expect(await goOn(request)).toEqual([
      'Going on with the stopped run: 1 of 2 steps were done.',
      'Going on with the stopped run: Fine-tuning at CPR 4, after epoch 1 of 2.',
    ])
    await expectUnbroken(request.folder, ...names)
  })

  it('starts anew where the model of a finished step is gone', async () => {
    const request = fresh(prune)
    await stop(request, (epoch, stage) => stage === 'Fine-tuning at CPR 4' && epoch === 1)
    await rm(join(request.folder, 'pruned-cpr2.safetensors'))
    const heard = await goOn(request)
    expect(heard[0]).toMatch(/pruned-cpr2\.safetensors, which a finished step had written, is gone/)
    expect(heard).toHaveLength(1)
    await expectUnbroken(request.folder, ...names)
  })

  it('notices another model of the same name', async () => {
    const model = join(root, 'changing.safetensors')
    await copyFile(prune.model, model)
    const request = fresh({ ...prune, model })
    await stop(request, (epoch) => epoch === 2)
    const stored = await loadModel(model)
    await saveModel(model, { ...stored, metadata: { ...stored.metadata, seed: 9 } })
    stored.network.dispose()
    await expect(run(request, quietContext())).rejects.toThrow('the model file: not the same')
  })
})
