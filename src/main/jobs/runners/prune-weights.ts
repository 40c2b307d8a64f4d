import type { CriterionKind, PruningScope, SparsityReport } from '../../../shared/pruning'
import { StudioError } from '../../../shared/errors'
import type { ArchitectureSpec } from '../../network/architectures'
import { channelGroups } from '../../network/channel-groups'
import type { ModelMetadata } from '../../network/model-file'
import type { Network } from '../../network/network'
import type { WeightMasks } from '../../network/optimizer'
import { captureValues, restoreValues } from '../../network/variable-values'
import { weightUses } from '../../network/weight-uses'
import { criteria } from '../../pruning/criteria'
import { fullMask } from '../../pruning/prunable-layer'
import { mergeMasks, prune } from '../../pruning/prune'
import { isInScope } from '../../pruning/scope'
import { sparsityReport } from '../../pruning/sparsity-report'

/** One step of pruning as a job asks for it. */
export interface PruningStep {
  readonly criterion: CriterionKind
  readonly scope: PruningScope
  /** Compression rate of the layers in scope after the step. */
  readonly rate: number
  readonly seed: number
  /** Of the network: criteria that remove whole channels need to know what reads them. */
  readonly architecture: ArchitectureSpec
}

/**
 * Refuses a model whose removed channels were cut out: rates count from the weights before any pruning.
 * @throws StudioError `pruning/bad-request`
 */
export function assertNotShrunk({ lineage }: ModelMetadata, file: string): void {
  if (!lineage.some(({ action }) => action === 'shrunk')) return
  throw new StudioError(
    'pruning/bad-request',
    `${file} was shrunk: its removed channels are no longer in it, so a compression rate cannot be counted from the ` +
      'original. Prune the model that it was shrunk from.',
  )
}

/**
 * Refuses a rate that cannot be reached, before anything is trained on the way to it. Which layers global magnitude
 * empties is up to what training makes of the weights; the other criteria's counts are known from the start.
 * @throws StudioError `pruning/bad-request`
 */
export async function assertReachable(
  network: Network,
  masks: WeightMasks,
  step: PruningStep,
): Promise<void> {
  if (step.criterion !== 'global-magnitude') await selectWeights(network, masks, step)
}

/**
 * Prunes a network to a rate and sets the pruned weights to zero.
 * @returns the masks after the step. @throws StudioError `pruning/bad-request`
 */
export async function pruneWeights(
  network: Network,
  masks: WeightMasks,
  step: PruningStep,
): Promise<WeightMasks> {
  const merged = mergeMasks(masks, await selectWeights(network, masks, step))
  await zeroPruned(network, merged)
  return merged
}

async function selectWeights(
  network: Network,
  masks: WeightMasks,
  { criterion, scope, rate, seed, architecture }: PruningStep,
): Promise<WeightMasks> {
  const inScope = network.parameters.filter((parameter) => isInScope(parameter, scope))
  const values = await captureValues(inScope)
  const layers = inScope.map(({ name, variable }) => ({
    name,
    weights: values.get(name)!,
    mask: masks.get(name) ?? fullMask(variable.size),
  }))
  const amount = { kind: 'rate', rate } as const
  const groups = criteria[criterion].isStructured ? channelGroups(architecture, network) : []
  return prune(criterion, { layers, amount, seed, channelGroups: groups })
}

async function zeroPruned(network: Network, masks: WeightMasks): Promise<void> {
  const pruned = network.parameters.filter(({ name }) => masks.has(name))
  for (const parameter of pruned) {
    const values = (await captureValues([parameter])).get(parameter.name)!
    const mask = masks.get(parameter.name)!
    for (let index = 0; index < values.length; index++) if (mask[index] === 0) values[index] = 0
    restoreValues([parameter], new Map([[parameter.name, values]]))
  }
}

/** Counts of a network as it is now. */
export async function countSparsity(
  network: Network,
  masks: WeightMasks,
  scope: PruningScope,
): Promise<SparsityReport> {
  const uses = weightUses(network)
  const values = await captureValues(network.parameters)
  return sparsityReport(
    network.parameters.map((parameter) => {
      const { name, variable } = parameter
      const mask = masks.get(name)
      const isPruned = mask !== undefined && isInScope(parameter, scope)
      const counted = { name, shape: variable.shape, weights: values.get(name)!, mask }
      return { ...counted, isPruned, uses: uses.get(name) ?? 0 }
    }),
  )
}
