import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { makeFolder } from '../store/atomic-file'
import { badFile } from '../store/safetensors-header'
import type { SafetensorsReader } from '../store/safetensors-reader'
import type { StreamedTensor } from '../store/safetensors-writer'
import { openSealed, type SealedTensors, writeSealed } from '../store/sealed-tensors'
import type { Checkpoints, TrainingState, TrainingVariables } from './checkpoints'
import { type NamedVariable, restoreValues } from './variable-values'

/** A mean, or null for what JSON cannot hold: infinity and no number. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? NaN)
const stateSchema = z.object({
  epochsDone: z.int().min(1),
  stopping: z.object({
    bestAccuracy: z.number(),
    bestEpoch: z.int().min(0).nullable(),
    epochsWithoutImprovement: z.int().min(0),
  }),
  history: z.array(
    z.object({
      epoch: z.int().min(0),
      learningRate: z.number(),
      trainLoss: z.number(),
      trainFraction: z.number(),
      validationLoss: measured,
      validationFraction: z.number(),
      improved: z.boolean(),
      seconds: z.number(),
    }),
  ),
})

const weightsPrefix = 'weights/'
const optimizerPrefix = 'optimizer/'
/** The last epoch and the one before, should the last one's file be damaged. */
const keptEpochs = 2

/**
 * Keeps a run in a folder of its own, one file after each epoch: a run that is killed at any moment goes on from the
 * last whole one. The best epoch's file stays too, so that its weights need not be in memory.
 * @param onDamaged told the file and what is wrong with it, before an earlier one is tried
 */
export function folderCheckpoints(
  folder: string,
  onDamaged: (file: string, reason: string) => void,
): Checkpoints {
  /** Newest first. */
  let kept: readonly TrainingState[] = []
  const path = (epochsDone: number): string => join(folder, fileName(epochsDone))
  return {
    async resume(variables) {
      for (const epochsDone of await storedEpochs(folder)) {
        try {
          const state = await restoreAll(path, epochsDone, variables)
          kept = [state]
          return state
        } catch (error) {
          if (!(error instanceof StudioError)) throw error
          onDamaged(path(epochsDone), error.message)
        }
      }
      return null
    },
    async save(state, { weights, optimizer }) {
      await writeSealed(path(state.epochsDone), state, [
        ...weights.map((each) => streamed(weightsPrefix, each)),
        ...optimizer.map((each) => streamed(optimizerPrefix, each)),
      ])
      kept = [state, ...kept].slice(0, keptEpochs)
      await removeOthers(folder, new Set(kept.flatMap(filesOf)))
    },
    async restoreBest(weights) {
      const best = kept[0]?.stopping.bestEpoch ?? null
      if (best === null) return
      const { reader } = await openSealed(path(best + 1))
      try {
        await restore(reader, { weights, optimizer: [] })
      } finally {
        await reader.close()
      }
    },
  }
}

function fileName(epochsDone: number): string {
  return `epoch-${String(epochsDone).padStart(5, '0')}.safetensors`
}

/** The files that going on from a state needs. */
function filesOf({ epochsDone, stopping: { bestEpoch } }: TrainingState): string[] {
  return [fileName(epochsDone), ...(bestEpoch === null ? [] : [fileName(bestEpoch + 1)])]
}

/** Epochs done of every file in the folder, newest first. */
async function storedEpochs(folder: string): Promise<readonly number[]> {
  await makeFolder(folder)
  const found = (await readdir(folder)).flatMap((name) => /^epoch-(\d+)\.safetensors$/.exec(name)?.[1] ?? [])
  return found.map(Number).sort((a, b) => b - a)
}

async function removeOthers(folder: string, wanted: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!wanted.has(name)) await rm(join(folder, name), { force: true })
  }
}

function streamed(prefix: string, { name, variable }: NamedVariable): StreamedTensor {
  return {
    name: prefix + name,
    shape: variable.shape,
    dtype: 'F32',
    read: async () => (await variable.data()) as Float32Array,
  }
}

/** Checks an epoch's file, and the best epoch's, before the first variable changes. */
async function restoreAll(
  path: (epochsDone: number) => string,
  epochsDone: number,
  variables: TrainingVariables,
): Promise<TrainingState> {
  const sealed = await openSealed(path(epochsDone))
  try {
    const state = parseState(sealed)
    const best = state.stopping.bestEpoch
    if (best !== null && best + 1 !== epochsDone) await (await openSealed(path(best + 1))).reader.close()
    await restore(sealed.reader, variables)
    return state
  } finally {
    await sealed.reader.close()
  }
}

function parseState({ state, reader }: SealedTensors): TrainingState {
  const parsed = stateSchema.safeParse(state)
  if (parsed.success) return parsed.data
  throw badFile(reader.fileName, 'it holds no state of a training')
}

async function restore(reader: SafetensorsReader, { weights, optimizer }: TrainingVariables): Promise<void> {
  const stored = [
    ...weights.map((each) => ({ each, name: weightsPrefix + each.name })),
    ...optimizer.map((each) => ({ each, name: optimizerPrefix + each.name })),
  ]
  for (const { each, name } of stored) {
    const { shape } = reader.entry(name)
    if (shape.join() === each.variable.shape.join()) continue
    throw badFile(
      reader.fileName,
      `'${name}' is [${shape.join(', ')}] instead of [${each.variable.shape.join(', ')}]`,
    )
  }
  for (const { each, name } of stored) {
    restoreValues([each], new Map([[each.name, await reader.readFloat32(name)]]))
  }
}
