import { z } from 'zod'
import { badFile } from '../store/safetensors-header'
import { openSealed, writeSealed } from '../store/sealed-tensors'
import { type OnDamaged, sealedSeries } from '../store/sealed-series'
import type { Checkpoints, TrainingState, TrainingVariables } from './checkpoints'
import { restoreVariables, type StoredVariables, streamVariables } from './streamed-variables'
import type { NamedVariable } from './variable-values'

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

/** The last epoch and the one before, should the last one's file be damaged. */
const keptEpochs = 2

/**
 * Keeps a run in a folder of its own, one file after each epoch: a run that is killed at any moment goes on from the
 * last whole one. The best epoch's file stays too, so that its weights need not be in memory.
 */
export function folderCheckpoints(folder: string, onDamaged: OnDamaged): Checkpoints {
  const files = sealedSeries(folder, 'epoch', onDamaged)
  /** Newest first. */
  let kept: readonly TrainingState[] = []
  return {
    async resume(variables) {
      const state = await files.readNewest((path) => restoreAll(path, files.path, variables))
      if (state) kept = [state]
      return state
    },
    async save(state, variables) {
      const groups = [weightsOf(variables.weights), optimizerOf(variables)]
      await writeSealed(files.path(state.epochsDone), state, groups.flatMap(streamVariables))
      kept = [state, ...kept].slice(0, keptEpochs)
      await files.keepOnly(kept.flatMap(epochsNeeded))
    },
    async restoreBest(weights) {
      const best = kept[0]?.stopping.bestEpoch ?? null
      if (best === null) return
      const { reader } = await openSealed(files.path(best + 1))
      try {
        await restoreVariables(reader, [weightsOf(weights)])
      } finally {
        await reader.close()
      }
    },
  }
}

function weightsOf(variables: readonly NamedVariable[]): StoredVariables {
  return { prefix: 'weights/', variables }
}

function optimizerOf({ optimizer }: TrainingVariables): StoredVariables {
  return { prefix: 'optimizer/', variables: optimizer }
}

/** Epochs done in the files that going on from a state needs. */
function epochsNeeded({ epochsDone, stopping: { bestEpoch } }: TrainingState): number[] {
  return bestEpoch === null ? [epochsDone] : [epochsDone, bestEpoch + 1]
}

/** Checks an epoch's file, and the best epoch's, before the first variable changes. */
async function restoreAll(
  path: string,
  pathOf: (epochsDone: number) => string,
  variables: TrainingVariables,
): Promise<TrainingState> {
  const { state, reader } = await openSealed(path)
  try {
    const parsed = stateSchema.safeParse(state)
    if (!parsed.success) throw badFile(reader.fileName, 'it holds no state of a training')
    const others = epochsNeeded(parsed.data)
      .map(pathOf)
      .filter((each) => each !== path)
    for (const other of others) await (await openSealed(other)).reader.close()
    await restoreVariables(reader, [weightsOf(variables.weights), optimizerOf(variables)])
    return parsed.data
  } finally {
    await reader.close()
  }
}
