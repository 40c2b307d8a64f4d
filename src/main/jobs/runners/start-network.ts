import { basename } from 'node:path'
import type { JobRequestOf, NetworkSettings } from '../../../shared/jobs'
import { type ArchitectureSpec, architectureSpec, buildNetwork } from '../../network/architectures'
import { heInitialiser } from '../../network/initialise'
import { loadModel, type LineageStep, readModelMetadata, type StoredModel } from '../../network/model-file'

/** What decides where training starts: a new network, or a model file. */
export type StartRequest = Pick<
  JobRequestOf<'train'>,
  'from' | 'architecture' | 'sizePx' | 'network' | 'seed'
>

/** A network before training, and how it came to be. */
export interface StartingPoint extends Pick<StoredModel, 'network' | 'masks'> {
  readonly spec: ArchitectureSpec
  readonly compressionRate: number
  readonly lineage: readonly LineageStep[]
}

/**
 * What will be trained. Reads no weights, so that a wrong name is found before anything slow.
 * @throws StudioError `network/bad-architecture`, `file/not-found`, `network/bad-weights`
 */
export async function startingSpec(request: StartRequest): Promise<ArchitectureSpec> {
  if (request.from !== undefined) return (await readModelMetadata(request.from)).architecture
  return withSettings(architectureSpec(request.architecture, request.sizePx), request.network)
}

/**
 * The network to train; the caller disposes of it. Masks of a pruned model stay in force.
 * @param classes of a new network; a stored one has its own
 * @throws StudioError as `loadModel` and `buildNetwork`
 */
export async function startNetwork(
  request: StartRequest,
  classes: readonly string[],
): Promise<StartingPoint> {
  const { from, seed } = request
  if (from !== undefined) {
    const { network, masks, metadata } = await loadModel(from)
    const { architecture, compressionRate, lineage } = metadata
    return { network, masks, spec: architecture, compressionRate, lineage }
  }
  const spec = await startingSpec(request)
  const network = await buildNetwork(spec, { classes, initialise: heInitialiser(seed) })
  const details = { scheme: 'he-normal', seed }
  const at = new Date().toISOString()
  return {
    network,
    masks: new Map(),
    spec,
    compressionRate: 1,
    lineage: [{ action: 'initialised', compressionRate: 1, at, details }],
  }
}

/** What a training step's lineage says of where it started. */
export function parentOf({ from }: StartRequest): { parent?: string } {
  return from === undefined ? {} : { parent: basename(from) }
}

/** A registered architecture with a request's settings; a layers model brings its own. */
function withSettings(spec: ArchitectureSpec, settings: NetworkSettings): ArchitectureSpec {
  switch (spec.kind) {
    case 'vgg16':
      return { ...spec, ...settings }
    case 'resnet':
      return { ...spec, inputScaling: settings.inputScaling }
    case 'layers-model':
      return spec
  }
}
