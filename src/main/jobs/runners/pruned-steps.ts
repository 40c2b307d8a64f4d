import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import { type PruneResult, pruneResultSchema } from '../../../shared/jobs'
import { lineageStepSchema } from '../../network/model-file'
import type { Network } from '../../network/network'
import type { WeightMasks } from '../../network/optimizer'
import { restoreVariables, type StoredVariables, streamVariables } from '../../network/streamed-variables'
import { packMask, unpackMask } from '../../pruning/mask-bits'
import { badFile } from '../../store/safetensors-header'
import type { SafetensorsReader } from '../../store/safetensors-reader'
import type { StreamedTensor } from '../../store/safetensors-writer'
import { type OnDamaged, sealedSeries } from '../../store/sealed-series'
import { openSealed, writeSealed } from '../../store/sealed-tensors'

/** What a result says of a step. */
export type StepReport = PruneResult['steps'][number]

const stateSchema = z.object({
  /** Finished steps, in order. */
  steps: pruneResultSchema.shape.steps.min(1),
  /** The model's, the steps included. */
  lineage: z.array(lineageStepSchema),
})

/** A pruning run between two steps, apart from its weights. */
export interface PrunedSteps extends z.infer<typeof stateSchema> {
  readonly masks: WeightMasks
}

/** Where a pruning run keeps its finished steps. */
export interface StepFiles {
  /** Gives the network the weights after the last step that was kept. @returns null where none was */
  resume(network: Network): Promise<PrunedSteps | null>
  /** Keeps a step. @throws StudioError `file/not-writable` */
  save(done: PrunedSteps, network: Network): Promise<void>
}

const maskPrefix = 'mask/'

/**
 * Keeps each finished step as one file: the last one and the one before, should the last one be damaged.
 * @param outputFolder where the models of finished steps are, without which a step does not count as finished
 */
export function stepFiles(folder: string, outputFolder: string, onDamaged: OnDamaged): StepFiles {
  const files = sealedSeries(folder, 'step', onDamaged)
  return {
    resume: (network) => files.readNewest((path) => restoreStep(path, outputFolder, network)),
    async save({ masks, ...state }, network) {
      const step = state.steps.length
      const tensors = [...streamVariables(arraysOf(network)), ...maskTensors(masks)]
      await writeSealed(files.path(step), state, tensors)
      await files.keepOnly([step, step - 1])
    },
  }
}

function arraysOf({ parameters, buffers }: Network): StoredVariables {
  return { prefix: '', variables: [...parameters, ...(buffers ?? [])] }
}

function maskTensors(masks: WeightMasks): StreamedTensor[] {
  return [...masks].map(([name, mask]) => ({
    name: maskPrefix + name,
    shape: [Math.ceil(mask.length / 8)],
    dtype: 'U8',
    read: () => Promise.resolve(packMask(mask)),
  }))
}

async function restoreStep(path: string, outputFolder: string, network: Network): Promise<PrunedSteps> {
  const { state, reader } = await openSealed(path)
  try {
    const parsed = stateSchema.safeParse(state)
    if (!parsed.success) throw badFile(reader.fileName, 'it holds no state of a pruning run')
    await assertModels(outputFolder, parsed.data.steps)
    const masks = await readMasks(reader, network)
    await restoreVariables(reader, [arraysOf(network)])
    return { ...parsed.data, masks }
  } finally {
    await reader.close()
  }
}

/** A model that is gone cannot be written again: its weights were those of a step that is over. */
async function assertModels(folder: string, steps: readonly StepReport[]): Promise<void> {
  const names = steps.flatMap(({ kept }) => [kept?.modelFile, kept?.shrunkFile, kept?.reportFile])
  for (const name of names) {
    if (typeof name !== 'string') continue
    const path = join(folder, name)
    await access(path).catch((cause: unknown) => {
      throw new StudioError('file/not-found', `${path}, which a finished step had written, is gone.`, {
        cause,
      })
    })
  }
}

async function readMasks(reader: SafetensorsReader, network: Network): Promise<WeightMasks> {
  const masks = new Map<string, Uint8Array>()
  for (const { name, variable } of network.parameters) {
    const stored = maskPrefix + name
    if (!reader.entries.some((entry) => entry.name === stored)) continue
    masks.set(name, unpackMask(await reader.readUint8(stored), variable.size))
  }
  return masks
}
