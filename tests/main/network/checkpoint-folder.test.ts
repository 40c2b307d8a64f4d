import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { folderCheckpoints } from '../../../src/main/network/checkpoint-folder'
import type { Checkpoints } from '../../../src/main/network/checkpoints'
import type { Network } from '../../../src/main/network/network'
import { trainNetwork, type TrainingRequest, type TrainingResult } from '../../../src/main/network/train'
import { publishedTraining } from '../../../src/main/network/training-options'
import { writeSealed } from '../../../src/main/store/sealed-tensors'
import { eagerDevice } from '../../support/eager-device'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

const options = {
  ...publishedTraining,
  epochs: 5,
  batchSize: 8,
  learningRate: 0.05,
  earlyStopping: { factor: 1.01, patience: 4 },
}
let root = ''
let folder = ''
let count = 0
let damaged: string[] = []
let whole: { result: TrainingResult; weights: number[][] }
const networks: Network[] = []

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'checkpoints-'))
  whole = await train()
})
afterAll(() => rm(root, { recursive: true }))
beforeEach(() => {
  folder = join(root, String(++count))
  damaged = []
})
afterEach(() => {
  for (const network of networks.splice(0)) network.dispose()
})

const open = (): Checkpoints =>
  folderCheckpoints(folder, (file, reason) => damaged.push(`${file.slice(folder.length + 1)}: ${reason}`))

async function train(changes: Partial<TrainingRequest> = {}): Promise<typeof whole> {
  const network = toyNetwork({ seed: 4 })
  networks.push(network)
  const result = await trainNetwork({
    device: eagerDevice(),
    network,
    train: toyImages(20),
    validation: toyImages(9, { seed: 2 }),
    options,
    now: () => 0,
    ...changes,
  })
  return { result, weights: network.parameters.map(({ variable }) => [...variable.dataSync()]) }
}

/** Stops in the middle of epoch `epoch` (from 0). */
async function trainUntil(epoch: number): Promise<void> {
  const abort = new AbortController()
  const stopped = train({
    checkpoints: open(),
    signal: abort.signal,
    onProgress: (progress) => {
      if (progress.kind === 'step' && progress.epoch === epoch) abort.abort()
    },
  })
  await expect(stopped).rejects.toMatchObject({ code: 'job/cancelled' })
}

async function goOn(): Promise<number> {
  const { result, weights } = await train({ checkpoints: open() })
  const { resumedEpochs } = result
  expect(result).toEqual({ ...whole.result, resumedEpochs })
  expect(weights).toEqual(whole.weights)
  return resumedEpochs
}

const epochFile = (epochs: number): string => join(folder, `epoch-0000${epochs}.safetensors`)

describe('a run that is kept in a folder', () => {
  it.each([1, 3, 4])('goes on after %i epochs as if it had never stopped', async (epochs) => {
    await trainUntil(epochs)
    expect(await goOn()).toBe(epochs)
    expect(damaged).toEqual([])
  })

  it('starts anew where it was stopped in the first epoch', async () => {
    await trainUntil(0)
    expect(await goOn()).toBe(0)
  })

  it('is complete after its last epoch', async () => {
    await train({ checkpoints: open() })
    expect(await goOn()).toBe(options.epochs)
  })

  it('keeps two epochs, and the best ones of both', async () => {
    await trainUntil(4)
    const best = whole.result.history.filter(({ improved }) => improved).map(({ epoch }) => epoch + 1)
    const lastBest = best.findLast((epochs) => epochs <= 4)!
    const bestBefore = best.findLast((epochs) => epochs <= 3)!
    const wanted = [...new Set([4, 3, lastBest, bestBefore])].sort()
    await writeFile(join(folder, '.epoch-00005.safetensors.x.tmp'), 'half a file')
    expect((await readdir(folder)).filter((name) => name.startsWith('epoch'))).toEqual(
      wanted.map((epochs) => `epoch-0000${epochs}.safetensors`),
    )
    await goOn()
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('goes on from the epoch before where the last file is damaged, and names it', async () => {
    await trainUntil(4)
    await truncate(epochFile(4), 2000)
    expect(await goOn()).toBe(3)
    expect(damaged).toHaveLength(1)
    expect(damaged[0]).toMatch(/^epoch-00004\.safetensors: .*damaged/)
  })

  it('starts anew where no file can be used', async () => {
    await trainUntil(2)
    const bytes = await readFile(epochFile(1))
    bytes[bytes.length - 100]! ^= 1
    await writeFile(epochFile(1), bytes)
    await writeFile(epochFile(2), 'not a checkpoint')
    expect(await goOn()).toBe(0)
    expect(damaged.map((text) => text.slice(0, 11))).toEqual(['epoch-00002', 'epoch-00001'])
  })

  it('takes neither the file of another network nor another kind of file', async () => {
    await trainUntil(1)
    await writeSealed(epochFile(2), { epochsDone: 2 }, [])
    const other = toyNetwork({ seed: 4, sizePx: 8, dropoutRate: 0 })
    networks.push(other)
    const fewer = { ...other, parameters: other.parameters.slice(1) }
    expect(await goOn()).toBe(1)
    expect(damaged[0]).toContain('it holds no state of a training')
    const kept = await open().resume({
      weights: [{ name: 'new', variable: fewer.parameters[0]!.variable }],
      optimizer: [],
    })
    expect(kept).toBeNull()
  })

  it('says that an epoch cannot be kept, and why', async () => {
    await writeFile(folder, 'a file in its place')
    await expect(train({ checkpoints: open() })).rejects.toMatchObject({
      code: 'file/not-writable',
      message: `Cannot write to ${folder}: a part of the path is a file. Give another folder.`,
    })
  })
})
