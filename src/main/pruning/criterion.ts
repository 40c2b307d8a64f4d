import type { PrunableLayer } from './prunable-layer'
import type { PruneAmount } from './prune-amount'

export const criterionKinds = ['local-magnitude'] as const

export type CriterionKind = (typeof criterionKinds)[number]

export interface PruningRequest {
  /** The layers in scope, in the network's order. */
  readonly layers: readonly PrunableLayer[]
  readonly amount: PruneAmount
  /** For criteria that draw: the same seed gives the same masks. */
  readonly seed: number
}

/**
 * A rule that decides which weights go. To add one: a file with the rule, its kind above, its line in
 * `criteria`. Rules are pure: they read weights and masks and return new masks.
 */
export interface PruningCriterion {
  readonly kind: CriterionKind
  /** What people see in lists. */
  readonly label: string
  /** One sentence on what the rule removes. */
  readonly description: string
  /**
   * @param request layers that passed `checkLayers`
   * @returns the new mask of each layer, in order. What was 0 is 0; exactly the asked number of ones turned 0
   * @throws StudioError `pruning/bad-request` if the amount is out of range, or a layer would lose all its
   *   weights
   */
  prune(request: PruningRequest): readonly Uint8Array[]
}
