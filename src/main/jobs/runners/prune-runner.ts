import { basename, join } from 'node:path'
import type { JobRequestOf, PruneResult } from '../../../shared/jobs'
import {
  loadModel,
  readModelMetadata,
  saveModel,
  type LineageStep,
  type StoredModel,
} from '../../network/model-file'
import type { JobContext, JobRunner } from '../job-runner'
import { epochsOf, fitNetwork, fitStage, historyOf } from './fit-network'
import { openData } from './open-data'
import { assertNotShrunk, countSparsity, pruneWeights } from './prune-weights'
import { presentRate, pruningRates } from './pruning-rates'
import { metricsOf, testNetwork, testStage } from './test-network'
import { openJobDevice, secondsSince, versions, type Workspace } from './workspace'

/** Prunes a stored model step by step with fine-tuning, tests it and writes a new file. */
export const pruneRunner: JobRunner<'prune'> = async (request, context) => {
  const metadata = await readModelMetadata(request.model)
  const { architecture, dataFingerprint } = metadata
  assertNotShrunk(metadata, basename(request.model))
  const rates = pruningRates(request, presentRate(metadata, request.scope ?? 'conv'))
  const device = await openJobDevice(request.device, context)
  const data = await openData(request, architecture.inputSizePx, context)
  if (dataFingerprint !== null && dataFingerprint !== data.train.fingerprint) {
    context.warn(
      `${basename(request.model)} was trained on other images than these, or files were changed since. Fine-tuning ` +
        'uses these, and images that it was trained on may be among those that it is tested on.',
    )
  }
  const stages = rates.map((rate) => fitStage(fineTuningStage(rate), request.training, data))
  context.plan([...stages, testStage(data)])
  return pruneModel(request, { device, data }, context)
}

function fineTuningStage(rate: number): string {
  return `Fine-tuning at CPR ${Number(rate.toPrecision(4))}`
}

/** What pruning needs of a request; the demo makes its own. */
export type PruneModelRequest = Pick<
  JobRequestOf<'prune'>,
  'model' | 'criterion' | 'scope' | 'cpr' | 'steps' | 'training' | 'seed' | 'folder' | 'name'
>

type StepReport = PruneResult['steps'][number]

/** Prunes, fine-tunes, tests and saves `<folder>/<name>.safetensors`. */
export async function pruneModel(
  request: PruneModelRequest,
  workspace: Workspace,
  context: JobContext,
): Promise<PruneResult> {
  const startedMs = performance.now()
  const model = await loadModel(request.model)
  const { network, metadata } = model
  const { data, device } = workspace
  try {
    const pruned = await pruneInSteps(request, model, workspace, context)
    const tested = await testNetwork(network, workspace, context)
    const modelFile = `${request.name}.safetensors`
    await saveModel(join(request.folder, modelFile), {
      network,
      masks: pruned.masks,
      metadata: {
        ...metadata,
        compressionRate: pruned.steps.at(-1)!.layerCpr,
        seed: request.seed,
        lineage: [...metadata.lineage, ...pruned.lineage],
        dataFingerprint: data.train.fingerprint,
        metrics: metricsOf(tested),
        versions: { ...versions },
      },
    })
    return {
      modelFile,
      architecture: metadata.architecture.name,
      sizePx: network.inputSizePx,
      classes: [...network.classes],
      parameterCount: network.parameters.reduce((sum, { variable }) => sum + variable.size, 0),
      device: device.name,
      seed: request.seed,
      seconds: secondsSince(startedMs),
      trainImages: data.train.labels.length,
      ...tested,
      skipped: [...data.skipped],
      parent: basename(request.model),
      steps: pruned.steps,
    }
  } finally {
    network.dispose()
  }
}

async function pruneInSteps(
  request: PruneModelRequest,
  model: StoredModel,
  workspace: Workspace,
  context: JobContext,
) {
  const { network } = model
  const { seed, training, criterion = 'local-magnitude', scope = 'conv' } = request
  const steps: StepReport[] = []
  const lineage: LineageStep[] = []
  const { architecture } = model.metadata
  let masks = model.masks
  for (const rate of pruningRates(request, presentRate(model.metadata, scope))) {
    masks = await pruneWeights(network, masks, { criterion, scope, rate, seed, architecture })
    const stage = fineTuningStage(rate)
    const fit = await fitNetwork({ network, settings: training, seed, masks, stage }, workspace, context)
    const { prunedLayers, allParameters } = await countSparsity(network, masks, scope)
    const layerCpr = prunedLayers.compressionRate ?? rate
    steps.push({
      targetCpr: rate,
      layerCpr,
      totalCpr: allParameters.compressionRate ?? rate,
      nonZeroCount: allParameters.nonZero,
      epochs: epochsOf(fit),
      history: historyOf(fit),
      validationTop1: fit.validationFraction,
    })
    const at = new Date().toISOString()
    const pruning = { criterion, scope, rate, parent: basename(request.model) }
    lineage.push(
      { action: 'pruned', compressionRate: layerCpr, at, details: pruning },
      { action: 'trained', compressionRate: layerCpr, at, details: { ...training, ...epochsOf(fit) } },
    )
  }
  return { masks, steps, lineage }
}
