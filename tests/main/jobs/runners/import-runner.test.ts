import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { jobRunners } from '../../../../src/main/jobs/runners'
import { readModelMetadata } from '../../../../src/main/network/model-file'
import type { JobRequestOf } from '../../../../src/shared/jobs'
import { quietContext, trainRequest } from '../sample-jobs'
import { makeToyFolder } from './toy-folder'

let root: string
let request: JobRequestOf<'import'>
const context = quietContext()
const file = (name: string): string => join(root, name)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-import-'))
  await makeToyFolder(file('data'))
  const fixture = new URL('../../../fixtures/keras3-model.h5.gz', import.meta.url)
  await writeFile(file('keras.h5'), gunzipSync(await readFile(fixture)))
  request = {
    kind: 'import',
    source: file('keras.h5'),
    classes: file('data'),
    keepHead: false,
    seed: 3,
    folder: root,
    name: 'imported',
  }
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('an imported network', () => {
  it('has a new head for the folder’s classes, and tells where it comes from', async () => {
    const result = await jobRunners.import(request, context)
    expect(result).toMatchObject({
      modelFile: 'imported.safetensors',
      source: 'keras.h5',
      format: 'keras',
      sizePx: 8,
      inputScaling: 'signed',
      classes: ['blue', 'red'],
      drawnLayers: ['head'],
      targetLayer: 'joined',
    })
    const { lineage, dataFingerprint } = await readModelMetadata(file(result.modelFile))
    expect(dataFingerprint).toBeNull()
    expect(lineage).toMatchObject([
      {
        action: 'imported',
        details: { source: 'keras.h5', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), seed: 3 },
      },
    ])
  })

  it('is trained, pruned, explained and tested like any other', async () => {
    const base = { ...trainRequest('trained', 1), data: file('data'), folder: root }
    const training = { ...base.training, batchSize: 8, learningRate: 0.05, epochs: 3 }
    const trained = await jobRunners.train({ ...base, from: file('imported.safetensors'), training }, context)
    expect(trained).toMatchObject({ architecture: 'keras', sizePx: 8, classes: ['blue', 'red'] })
    const pruned = await jobRunners.prune(
      { ...base, kind: 'prune', training, model: file('trained.safetensors'), cpr: 2, name: 'pruned' },
      context,
    )
    // Of the one ordinary convolution, 3 · 3 · 3 · 4 = 108 weights, half are left.
    expect(pruned.steps[0]!.layerCpr).toBe(2)
    await mkdir(file('maps'))
    const models = [file('trained.safetensors'), file('pruned.safetensors')]
    const maps = await jobRunners.maps(
      { ...base, kind: 'maps', models, count: 2, perClass: true, folder: file('maps') },
      context,
    )
    expect(maps.models.map(({ layer }) => layer)).toEqual(['joined', 'joined'])
    const tested = await jobRunners.evaluate(
      {
        kind: 'evaluate',
        model: file('pruned.safetensors'),
        data: file('data'),
        part: 'test',
        device: 'cpu',
      },
      context,
    )
    expect(tested).toMatchObject({ ...pruned.test, part: 'test', compressionRate: 2 })
    expect(tested.confusion.flat().reduce((sum, count) => sum + count)).toBe(tested.count)
    expect(tested.perClass.map(({ className }) => className)).toEqual(['blue', 'red'])
  })

  it('keeps its own head under the names of a file', async () => {
    await writeFile(file('names.txt'), 'one\ntwo\n\nthree\n')
    const kept = { ...request, classes: file('names.txt'), keepHead: true, name: 'kept' }
    const result = await jobRunners.import(kept, context)
    expect(result).toMatchObject({ classes: ['one', 'two', 'three'], drawnLayers: [] })
    const evaluate = {
      kind: 'evaluate',
      model: file('kept.safetensors'),
      data: file('data'),
      device: 'cpu',
    } as const
    await expect(jobRunners.evaluate({ ...evaluate, part: 'test' }, context)).rejects.toThrow(
      'The data set has the classes blue, red, the network knows one, two, three',
    )
    await expect(jobRunners.evaluate({ ...evaluate, part: 'tests' }, context)).rejects.toThrow(
      "no part 'tests'. Choose one of: train, validation, test",
    )
  })

  it.each([
    ['["a", 1]', 'is no list of class names'],
    ['a', 'has 1 class names; a classifier needs at least two'],
    ['a\nb\na', 'has the class "a" twice'],
  ])('needs good class names, unlike %j', async (text, message) => {
    await writeFile(file('bad.txt'), text)
    await expect(jobRunners.import({ ...request, classes: file('bad.txt') }, context)).rejects.toThrow(
      message,
    )
  })
})
