import { join } from 'node:path'
import type { JobRequestOf, TrainResult } from '../../../shared/jobs'
import { saveModel, type ModelMetadata } from '../../network/model-file'
import type { JobContext, JobRunner } from '../job-runner'
import { type JobCheckpoint, withCheckpoint } from '../job-checkpoint'
import { requireRequest, requireWorkspace } from './checked-workspace'
import { epochsOf, fitNetwork, fitStage, historyOf, secondsBefore } from './fit-network'
import { openData } from './open-data'
import { parentOf, startingSpec, startNetwork } from './start-network'
import { metricsOf, testNetwork, testStage } from './test-network'
import { openJobDevice, secondsSince, versions, type Workspace } from './workspace'

/** Trains a network from nothing or from a stored one, tests it and writes its file. */
export const trainRunner: JobRunner<'train'> = (request, context) =>
  withCheckpoint(request, context, async (checkpoint) => {
    const { inputSizePx } = await startingSpec(request) // before anything slow: the name may be wrong
    await requireRequest(checkpoint, request)
    const device = await openJobDevice(request.device, context)
    const data = await openData(request, inputSizePx, context)
    await requireWorkspace(checkpoint, { device, data }, request.from)
    context.plan([fitStage(stage, request.training, data), testStage(data)])
    const result = await trainModel({ ...request, checkpoint }, { device, data }, context)
    await checkpoint?.finish()
    return result
  })

const stage = 'Training'

/** What training needs of a request. */
export type TrainModelRequest = Pick<
  JobRequestOf<'train'>,
  'from' | 'architecture' | 'sizePx' | 'network' | 'training' | 'seed' | 'folder' | 'name'
> & { readonly checkpoint?: JobCheckpoint | undefined }

/** Trains, tests and saves `<folder>/<name>.safetensors`. */
export async function trainModel(
  request: TrainModelRequest,
  workspace: Workspace,
  context: JobContext,
): Promise<TrainResult> {
  const startedMs = performance.now()
  const { seed, training } = request
  const { device, data } = workspace
  const start = await startNetwork(request, data.train.classes)
  const { network, masks, spec, compressionRate } = start
  const { classes } = network
  try {
    const checkpointFolder = request.checkpoint?.folder('training')
    const fitRequest = { network, settings: training, seed, masks, stage, checkpointFolder }
    const fit = await fitNetwork(fitRequest, workspace, context)
    const tested = await testNetwork(network, workspace, context)
    const at = new Date().toISOString()
    const details = {
      ...parentOf(request),
      ...training,
      device: device.name,
      images: data.train.labels.length,
      ...epochsOf(fit),
    }
    const metadata: ModelMetadata = {
      formatVersion: 1,
      architecture: spec,
      classes: [...classes],
      compressionRate,
      seed,
      lineage: [...start.lineage, { action: 'trained', compressionRate, at, details }],
      dataFingerprint: data.train.fingerprint,
      metrics: metricsOf(tested),
      versions: { ...versions },
    }
    const modelFile = `${request.name}.safetensors`
    await saveModel(join(request.folder, modelFile), { network, metadata, masks })
    return {
      modelFile,
      architecture: spec.name,
      sizePx: network.inputSizePx,
      classes: [...classes],
      parameterCount: network.parameters.reduce((sum, { variable }) => sum + variable.size, 0),
      device: device.name,
      seed,
      seconds: secondsSince(startedMs) + secondsBefore(fit),
      trainImages: data.train.labels.length,
      ...tested,
      skipped: [...data.skipped],
      epochs: epochsOf(fit),
      history: historyOf(fit),
    }
  } finally {
    network.dispose()
  }
}
