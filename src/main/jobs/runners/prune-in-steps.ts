import { countText } from '../../../shared/count-text'
import { basename } from 'node:path'
import type { JobRequestOf } from '../../../shared/jobs'
import type { LineageStep, StoredModel } from '../../network/model-file'
import type { JobCheckpoint } from '../job-checkpoint'
import type { JobContext } from '../job-runner'
import { damagedNote, epochsOf, fitNetwork, historyOf, secondsBefore } from './fit-network'
import { keepPrunedModel } from './keep-pruned-model'
import { assertReachable, countSparsity, pruneWeights } from './prune-weights'
import { type PrunedSteps, stepFiles, type StepReport } from './pruned-steps'
import { presentRate, pruningRates, stepName } from './pruning-rates'
import type { Workspace } from './workspace'

/** What pruning needs of a request. */
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
> & { readonly checkpoint?: JobCheckpoint | undefined }

/** The stage of a step, as its reports name it. */
export function fineTuningStage(rate: number): string {
  return `Fine-tuning at CPR ${Number(rate.toPrecision(4))}`
}

/** All steps of a run. */
export interface FinishedPruning {
  readonly steps: StepReport[]
  /** Seconds that earlier processes trained. */
  readonly secondsBefore: number
}

/** What a step works with besides the model. */
interface Surroundings {
  readonly request: PruneModelRequest
  readonly workspace: Workspace
  readonly context: JobContext
}

/**
 * Prunes a model to one rate after the other, fine-tunes it in place and keeps the models that are asked for; goes on
 * from what the request's checkpoint holds. Errors as `trainNetwork`, `pruningRates` and `keepPrunedModel`.
 */
export async function pruneInSteps(
  request: PruneModelRequest,
  model: StoredModel,
  workspace: Workspace,
  context: JobContext,
): Promise<FinishedPruning> {
  const { checkpoint, scope = 'conv' } = request
  const { network, metadata } = model
  const surroundings = { request, workspace, context }
  const onDamaged = (file: string, reason: string) => context.warn(damagedNote(file, reason))
  const files = checkpoint && stepFiles(checkpoint.folder('steps'), request.folder, onDamaged)
  const rates = pruningRates(request, presentRate(metadata, scope))
  const { criterion = 'local-magnitude', seed } = request
  const last = { criterion, scope, rate: rates.at(-1)!, seed, architecture: metadata.architecture }
  await assertReachable(network, model.masks, last)
  let done: PrunedSteps = { masks: model.masks, steps: [], lineage: metadata.lineage }
  const earlier = await files?.resume(network)
  if (earlier) {
    done = earlier
    context.note(
      `Going on with the stopped run: ${done.steps.length} of ${countText(rates.length, 'step')} were done.`,
    )
  }
  let earlierSeconds = sumOf(done.steps.flatMap(({ history }) => history.map(({ seconds }) => seconds)))
  for (const rate of rates.slice(done.steps.length)) {
    const part = `step-${done.steps.length + 1}`
    const step = {
      rate,
      isKept: request.keepAll === true || rate === rates.at(-1),
      checkpointFolder: checkpoint?.folder(part),
    }
    const finished = await pruneOnce({ network, metadata }, done, step, surroundings)
    earlierSeconds += finished.secondsBefore
    done = finished.done
    await files?.save(done, network)
    await checkpoint?.discard(part)
  }
  return { steps: [...done.steps], secondsBefore: earlierSeconds }
}

interface OneStep {
  readonly rate: number
  readonly isKept: boolean
  readonly checkpointFolder: string | undefined
}

/** Prunes a network that went through the steps before, fine-tunes it in place, and keeps it where it is to be kept. */
async function pruneOnce(
  { network, metadata }: Omit<StoredModel, 'masks'>,
  before: PrunedSteps,
  { rate, isKept, checkpointFolder }: OneStep,
  { request, workspace, context }: Surroundings,
): Promise<{ readonly done: PrunedSteps; readonly secondsBefore: number }> {
  const { seed, training, criterion = 'local-magnitude', scope = 'conv' } = request
  const { architecture } = metadata
  const masks = await pruneWeights(network, before.masks, { criterion, scope, rate, seed, architecture })
  const stage = fineTuningStage(rate)
  const fitRequest = { network, settings: training, seed, masks, stage, checkpointFolder }
  const fit = await fitNetwork(fitRequest, workspace, context)
  const { prunedLayers, allParameters } = await countSparsity(network, masks, scope)
  const layerCpr = prunedLayers.compressionRate ?? rate
  const at = new Date().toISOString()
  const pruning = { criterion, scope, rate, parent: basename(request.model) }
  const lineage: LineageStep[] = [
    ...before.lineage,
    { action: 'pruned', compressionRate: layerCpr, at, details: pruning },
    { action: 'trained', compressionRate: layerCpr, at, details: { ...training, ...epochsOf(fit) } },
  ]
  const dataFingerprint = workspace.data.train.fingerprint
  const made = { ...metadata, compressionRate: layerCpr, seed, lineage, dataFingerprint }
  const { folder, shrink = false, report = false } = request
  const keep = { folder, name: stepName(request, rate), criterion, scope, shrink, report }
  const step: StepReport = {
    targetCpr: rate,
    layerCpr,
    totalCpr: allParameters.compressionRate ?? rate,
    nonZeroCount: allParameters.nonZero,
    epochs: epochsOf(fit),
    history: historyOf(fit),
    validationTop1: fit.validationFraction,
    kept: isKept ? await keepPrunedModel({ network, masks, metadata: made }, keep, workspace, context) : null,
  }
  return { done: { masks, steps: [...before.steps, step], lineage }, secondsBefore: secondsBefore(fit) }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
