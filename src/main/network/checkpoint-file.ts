import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { openSafetensors } from '../store/safetensors-reader'
import { writeSafetensors } from '../store/safetensors-writer'
import type { TrainingCheckpoint } from './train'

/** A fraction, or null for a number that JSON cannot hold (an empty mean). */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN)
const stateSchema = z.object({
  epochsDone: z.int().min(0),
  stopping: z.object({
    bestAccuracy: z.number(),
    bestEpoch: z.int().nullable(),
    epochsWithoutImprovement: z.int().min(0),
  }),
  history: z.array(
    z.object({
      epoch: z.int().min(0),
      learningRate: z.number(),
      trainLoss: measured,
      trainFraction: measured,
      validationLoss: measured,
      validationFraction: measured,
      improved: z.boolean(),
      seconds: z.number(),
    }),
  ),
})
const stateKey = 'sweetspot.checkpoint'

/**
 * Writes a checkpoint as one safetensors file that is either complete or not there: a run that is killed at any
 * moment finds the last whole one.
 * @throws StudioError `file/not-writable`
 */
export async function saveCheckpoint(path: string, checkpoint: TrainingCheckpoint): Promise<void> {
  const { values, ...state } = checkpoint
  const tensors = [...values].map(([name, data]) => ({ name, shape: [data.length], data }))
  await writeSafetensors(path, tensors, { [stateKey]: JSON.stringify(state) })
}

/** Reads a checkpoint back, bit for bit. @throws StudioError `file/not-found`, `network/bad-weights` */
export async function loadCheckpoint(path: string): Promise<TrainingCheckpoint> {
  const reader = await openSafetensors(path)
  try {
    const state = parseState(reader.metadata[stateKey], reader.fileName)
    const values = new Map<string, Float32Array>()
    for (const { name } of reader.entries) values.set(name, await reader.readFloat32(name))
    return { ...state, values }
  } finally {
    await reader.close()
  }
}

function parseState(text: string | undefined, file: string): z.infer<typeof stateSchema> {
  try {
    return stateSchema.parse(JSON.parse(text ?? 'null'))
  } catch (cause) {
    throw new StudioError(
      'network/bad-weights',
      `${file} is not a checkpoint of a training run. Delete it and start the run again.`,
      { cause },
    )
  }
}
