import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobRequestOf } from '../../../../src/shared/jobs'
import { jobRunners } from '../../../../src/main/jobs/runners'
import { loadModel, type StoredModel } from '../../../../src/main/network/model-file'
import { quietContext, trainRequest } from '../sample-jobs'
import { makeToyFolder } from './toy-folder'

let root: string
let first: JobRequestOf<'train'>
const context = quietContext()
const stored = (name: string): string => join(root, `${name}.safetensors`)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-from-'))
  await makeToyFolder(join(root, 'data'))
  const base = trainRequest('first', 1)
  const training = { ...base.training, batchSize: 8, learningRate: 0.01 }
  first = { ...base, data: join(root, 'data'), folder: root, architecture: 'vgg16-w16', sizePx: 32, training }
  await jobRunners.train(first, context)
})
afterAll(() => rm(root, { recursive: true, force: true }))

async function valuesOf(name: string): Promise<Map<string, string>> {
  const { network }: StoredModel = await loadModel(stored(name))
  const values = network.parameters.map(
    (each) => [each.name, String(each.variable.dataSync<'float32'>())] as const,
  )
  network.dispose()
  return new Map(values)
}

describe('training a stored model further', () => {
  it('starts from its weights and keeps the frozen ones; the file tells both steps', async () => {
    const training = { ...first.training, freeze: ['features'] }
    const result = await jobRunners.train(
      { ...first, name: 'second', from: stored('first'), architecture: 'vgg16', training },
      context,
    )
    // What the request says of a new network is not used: the model brings its own.
    expect(result).toMatchObject({ architecture: 'vgg16-w16', sizePx: 32 })
    const [before, after] = [await valuesOf('first'), await valuesOf('second')]
    for (const [name, value] of after) {
      expect([name, value === before.get(name)]).toEqual([name, name.startsWith('features.')])
    }
    const { metadata, network } = await loadModel(stored('second'))
    network.dispose()
    expect(metadata.lineage.map(({ action }) => action)).toEqual(['initialised', 'trained', 'trained'])
    expect(metadata.lineage.at(-1)!.details).toMatchObject({
      parent: 'first.safetensors',
      freeze: ['features'],
    })
    expect(metadata.metrics).toMatchObject({
      'test.top1Fraction': result.test.top1,
      'test.meanLoss': result.test.meanLoss,
      'test.calibrationError': result.test.calibrationError,
    })
  })

  it('keeps the zeros of a pruned one', async () => {
    const prune = { ...first, kind: 'prune' as const, model: stored('first'), cpr: 2, name: 'pruned' }
    await jobRunners.prune(prune, context)
    await jobRunners.train({ ...first, name: 'third', from: stored('pruned') }, context)
    const { metadata, masks, network } = await loadModel(stored('third'))
    expect(metadata.compressionRate).toBeCloseTo(2, 2)
    for (const [name, mask] of masks) {
      const values = network.parameters.find((each) => each.name === name)!.variable.dataSync()
      expect(values.every((value, index) => mask[index] === 1 || value === 0)).toBe(true)
    }
    expect(masks.size).toBe(13)
    network.dispose()
  })

  it('refuses a file that is not there before it opens the data', async () => {
    const request = { ...first, from: join(root, 'none.safetensors'), data: join(root, 'nowhere') }
    await expect(jobRunners.train(request, context)).rejects.toMatchObject({ code: 'file/not-found' })
  })
})
