import { join } from 'node:path'
import type { JobRequestOf, NetworkSettings, TrainResult } from '../../../shared/jobs'
import { architectureSpec, buildNetwork, type ArchitectureSpec } from '../../network/architectures'
import { heInitialiser } from '../../network/initialise'
import { saveModel, type ModelMetadata } from '../../network/model-file'
import type { JobContext, JobRunner } from '../job-runner'
import { epochsOf, fitNetwork } from './fit-network'
import { openData } from './open-data'
import { metricsOf, testNetwork } from './test-network'
import { openJobDevice, secondsSince, versions, type Workspace } from './workspace'

/** Trains a network from nothing, tests it and writes its file. */
export const trainRunner: JobRunner<'train'> = async (request, context) => {
  architectureSpec(request.architecture, request.sizePx) // before anything slow: the name may be wrong
  const device = await openJobDevice(request.device, context)
  const data = await openData(request, request.sizePx, context)
  return trainModel(request, { device, data }, context)
}

/** What training needs of a request; the demo makes its own. */
export type TrainModelRequest = Pick<
  JobRequestOf<'train'>,
  'architecture' | 'sizePx' | 'network' | 'training' | 'seed' | 'folder' | 'name'
>

/** Trains, tests and saves `<folder>/<name>.safetensors`. */
export async function trainModel(
  request: TrainModelRequest,
  workspace: Workspace,
  context: JobContext,
): Promise<TrainResult> {
  const startedMs = performance.now()
  const { seed, training, sizePx } = request
  const { device, data } = workspace
  const spec = withSettings(architectureSpec(request.architecture, sizePx), request.network)
  const { classes } = data.train
  const network = await buildNetwork(spec, { classes, initialise: heInitialiser(seed) })
  try {
    const fit = await fitNetwork({ network, settings: training, seed, stage: 'Training' }, workspace, context)
    const tested = await testNetwork(network, workspace, context)
    const at = new Date().toISOString()
    const details = { ...training, device: device.name, images: data.train.labels.length, ...epochsOf(fit) }
    const metadata: ModelMetadata = {
      formatVersion: 1,
      architecture: spec,
      classes: [...classes],
      compressionRate: 1,
      seed,
      lineage: [
        { action: 'initialised', compressionRate: 1, at, details: { scheme: 'he-normal', seed } },
        { action: 'trained', compressionRate: 1, at, details },
      ],
      dataFingerprint: data.train.fingerprint,
      metrics: metricsOf(tested),
      versions: { ...versions },
    }
    const modelFile = `${request.name}.safetensors`
    await saveModel(join(request.folder, modelFile), { network, metadata, masks: new Map() })
    return {
      modelFile,
      architecture: request.architecture,
      sizePx,
      classes: [...classes],
      parameterCount: network.parameters.reduce((sum, { variable }) => sum + variable.size, 0),
      device: device.name,
      seed,
      seconds: secondsSince(startedMs),
      trainImages: data.train.labels.length,
      ...tested,
      skipped: [...data.skipped],
      epochs: epochsOf(fit),
    }
  } finally {
    network.dispose()
  }
}

/** A registered architecture with a request's settings; a layers model brings its own. */
function withSettings(spec: ArchitectureSpec, settings: NetworkSettings): ArchitectureSpec {
  switch (spec.kind) {
    case 'vgg16':
      return { ...spec, ...settings }
    case 'layers-model':
      return spec
  }
}
