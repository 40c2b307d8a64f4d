import { basename } from 'node:path'
import type { JobRequestOf, PruneResult } from '../../../shared/jobs'
import { loadModel, readModelMetadata, type LineageStep, type StoredModel } from '../../network/model-file'
import type { JobContext, JobRunner } from '../job-runner'
import { epochsOf, fitNetwork, fitStage, historyOf } from './fit-network'
import { keepPrunedModel } from './keep-pruned-model'
import { openData } from './open-data'
import { assertNotShrunk, countSparsity, pruneWeights } from './prune-weights'
import { presentRate, pruningRates, stepName } from './pruning-rates'
import { testStage } from './test-network'
import { openJobDevice, secondsSince, type Workspace } from './workspace'

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
  const stages = rates.flatMap((rate) => {
    const fit = fitStage(fineTuningStage(rate), request.training, data)
    return request.keepAll || rate === rates.at(-1) ? [fit, testStage(data)] : [fit]
  })
  context.plan(stages)
  return pruneModel(request, { device, data }, context)
}

function fineTuningStage(rate: number): string {
  return `Fine-tuning at CPR ${Number(rate.toPrecision(4))}`
}

/** What pruning needs of a request; the demo makes its own. */
export type PruneModelRequest = Pick<
  JobRequestOf<'prune'>,
  | 'model'
  | 'criterion'
  | 'scope'
  | 'cpr'
  | 'steps'
  | 'rates'
  | 'keepAll'
  | 'shrink'
  | 'report'
  | 'training'
  | 'seed'
  | 'folder'
  | 'name'
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
    const steps = await pruneInSteps(request, model, workspace, context)
    const { modelFile, validation, test, extraTests } = steps.at(-1)!.kept!
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
      validation,
      test,
      extraTests,
      skipped: [...data.skipped],
      parent: basename(request.model),
      steps,
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
): Promise<StepReport[]> {
  const { network, metadata } = model
  const { seed, training, criterion = 'local-magnitude', scope = 'conv' } = request
  const steps: StepReport[] = []
  const lineage: LineageStep[] = [...metadata.lineage]
  const { architecture } = metadata
  let masks = model.masks
  const rates = pruningRates(request, presentRate(metadata, scope))
  for (const rate of rates) {
    masks = await pruneWeights(network, masks, { criterion, scope, rate, seed, architecture })
    const stage = fineTuningStage(rate)
    const fit = await fitNetwork({ network, settings: training, seed, masks, stage }, workspace, context)
    const { prunedLayers, allParameters } = await countSparsity(network, masks, scope)
    const layerCpr = prunedLayers.compressionRate ?? rate
    const at = new Date().toISOString()
    const pruning = { criterion, scope, rate, parent: basename(request.model) }
    lineage.push(
      { action: 'pruned', compressionRate: layerCpr, at, details: pruning },
      { action: 'trained', compressionRate: layerCpr, at, details: { ...training, ...epochsOf(fit) } },
    )
    const dataFingerprint = workspace.data.train.fingerprint
    const made = { ...metadata, compressionRate: layerCpr, seed, lineage: [...lineage], dataFingerprint }
    const { folder, shrink = false, report = false } = request
    const keep = { folder, name: stepName(request, rate), criterion, scope, shrink, report }
    const isKept = request.keepAll === true || rate === rates.at(-1)
    const kept = isKept
      ? await keepPrunedModel({ network, masks, metadata: made }, keep, workspace, context)
      : null
    steps.push({
      targetCpr: rate,
      layerCpr,
      totalCpr: allParameters.compressionRate ?? rate,
      nonZeroCount: allParameters.nonZero,
      epochs: epochsOf(fit),
      history: historyOf(fit),
      validationTop1: fit.validationFraction,
      kept,
    })
  }
  return steps
}
