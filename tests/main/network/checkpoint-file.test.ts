import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { loadCheckpoint, saveCheckpoint } from '../../../src/main/network/checkpoint-file'
import type { TrainingCheckpoint } from '../../../src/main/network/train'
import { trainNetwork } from '../../../src/main/network/train'
import { publishedEarlyStopping } from '../../../src/main/network/early-stopping'
import { publishedTraining } from '../../../src/main/network/training-options'
import { writeSafetensors } from '../../../src/main/store/safetensors-writer'
import { eagerDevice } from '../../support/eager-device'
import { toyImages } from '../../support/toy-images'
import { toyNetwork } from '../../support/toy-network'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true })
})

it('a run goes on from its file as if it had never stopped', async () => {
  const path = join(folder, 'run.safetensors')
  const options = {
    ...publishedTraining,
    epochs: 3,
    batchSize: 8,
    learningRate: 0.1,
    earlyStopping: publishedEarlyStopping,
  }
  const now = (): number => 0
  const data = {
    device: eagerDevice(),
    train: toyImages(20),
    validation: toyImages(6, { seed: 2 }),
    options,
    now,
  }
  const [unbroken, resumed] = [toyNetwork(), toyNetwork({ seed: 9 })]
  let written: TrainingCheckpoint | undefined
  const onCheckpoint = async (checkpoint: TrainingCheckpoint): Promise<void> => {
    if (checkpoint.epochsDone !== 1) return
    written = checkpoint
    await saveCheckpoint(path, checkpoint)
  }
  const whole = await trainNetwork({ ...data, network: unbroken, onCheckpoint })
  const read = await loadCheckpoint(path)
  expect(read).toEqual(written)
  expect(await trainNetwork({ ...data, network: resumed, resumeFrom: read })).toEqual(whole)
  unbroken.parameters.forEach(({ variable }, index) => {
    expect(resumed.parameters[index]!.variable.dataSync()).toEqual(variable.dataSync())
  })
  unbroken.dispose()
  resumed.dispose()
})

it('another file is refused', async () => {
  const path = join(folder, 'other.safetensors')
  await writeSafetensors(path, [])
  await expect(loadCheckpoint(path)).rejects.toThrow(
    'other.safetensors is not a checkpoint of a training run',
  )
})
