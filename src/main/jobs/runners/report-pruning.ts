import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { StudioError } from '../../../shared/errors'
import type { CriterionKind, PruningReport, PruningScope } from '../../../shared/pruning'
import type { ImageSet } from '../../dataset/image-set'
import { forwardLatencies, type ForwardLatency } from '../../network/forward-latency'
import type { StoredModel } from '../../network/model-file'
import { shrinkModel, type ShrunkModel } from '../../network/shrink-model'
import { countSparsity } from './prune-weights'
import type { Workspace } from './workspace'

/** Images that latency is measured on, each one forward pass. */
const latencyRuns = 20

/** What a report is of. */
export interface ReportSubject {
  readonly model: StoredModel
  readonly criterion: CriterionKind
  readonly scope: PruningScope
  /** The model's file, and its shrunk copy's where it was asked for. */
  readonly path: string
  readonly shrunkPath: string | null
}

/** A model without its silent channels, or why there is none. */
export type ShrinkOutcome = ShrunkModel | { readonly reason: string }

/** Cuts silent channels out. The caller disposes of the network that comes back. */
export async function tryToShrink(model: StoredModel): Promise<ShrinkOutcome> {
  try {
    const shrunk = await shrinkModel(model, new Date().toISOString())
    if (Object.values(shrunk.removedChannels).some((count) => count > 0)) return shrunk
    shrunk.model.network.dispose()
    return {
      reason: 'No channel is silent: every one has weights, a bias or a normalisation that is not zero.',
    }
  } catch (error) {
    if (error instanceof StudioError && error.code === 'pruning/bad-request') return { reason: error.message }
    throw error
  }
}

/** Counts, weighs and times a pruned model. Errors as `shrinkModel` and the device. */
export async function reportPruning(
  { model, criterion, scope, path, shrunkPath }: ReportSubject,
  outcome: ShrinkOutcome,
  { device, data }: Workspace,
): Promise<PruningReport> {
  const { network, masks } = model
  const shrunk = 'model' in outcome ? outcome : null
  const networks = [network, ...(shrunk ? [shrunk.model.network] : [])]
  const images = await loadImages(data.test)
  const [masked, cut] = await forwardLatencies(device, networks, images, () => performance.now())
  return {
    formatVersion: 1,
    model: basename(path),
    criterion,
    scope,
    ...(await countSparsity(network, masks, scope)),
    file: await weigh(path),
    latency: {
      device: device.name,
      batchSize: 1,
      runs: images.length,
      medianMs: masked!.medianMs,
      shrunkMedianMs: cut?.medianMs ?? null,
    },
    shrunk:
      'reason' in outcome
        ? outcome
        : {
            removedChannels: { ...outcome.removedChannels },
            ...(await sizeOf(outcome.model, scope)),
            file: shrunkPath === null ? null : await weigh(shrunkPath),
            ...compareLogits(masked!, cut!),
          },
  }
}

async function sizeOf({ network, masks }: StoredModel, scope: PruningScope) {
  const { allParameters, macs } = await countSparsity(network, masks, scope)
  return { parameters: allParameters.parameters, macs }
}

async function loadImages(images: ImageSet): Promise<readonly Float32Array[]> {
  const indices = Array.from({ length: Math.min(latencyRuns, images.labels.length) }, (_, index) => index)
  const bytes = await images.load(indices)
  const length = bytes.length / indices.length
  return indices.map((row) =>
    Float32Array.from(bytes.subarray(row * length, (row + 1) * length), (byte) => byte / 255),
  )
}

function compareLogits(masked: ForwardLatency, cut: ForwardLatency) {
  let largestDifference = 0
  let largestLogit = 0
  masked.logits.forEach((logits, image) => {
    logits.forEach((logit, index) => {
      largestDifference = Math.max(largestDifference, Math.abs(logit - cut.logits[image]![index]!))
      largestLogit = Math.max(largestLogit, Math.abs(logit))
    })
  })
  return { largestDifference, largestLogit }
}

async function weigh(path: string): Promise<{ name: string; bytes: number; gzipBytes: number }> {
  let gzipBytes = 0
  await pipeline(createReadStream(path), createGzip(), async (packed: AsyncIterable<Uint8Array>) => {
    for await (const chunk of packed) gzipBytes += chunk.length
  })
  return { name: basename(path), bytes: (await stat(path)).size, gzipBytes }
}
