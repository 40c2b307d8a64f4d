import type { CriterionKind } from '../../shared/pruning'
import type { ChannelGroup } from './channel-group'
import type { PrunableLayer } from './prunable-layer'
import type { PruneAmount } from './prune-amount'

export interface PruningRequest {
  /** The layers in scope, in the network's order. */
  readonly layers: readonly PrunableLayer[]
  readonly amount: PruneAmount
  /** For criteria that draw: the same seed gives the same masks. */
  readonly seed: number
  /** The network's channels, for criteria that remove whole ones; others do not look at them. */
  readonly channelGroups?: readonly ChannelGroup[]
}

/** Masks by the parameter's name, each of the parameter's length. */
export type Masks = ReadonlyMap<string, Uint8Array>

/**
 * A rule that decides which weights go. To add one: a file with the rule, its kind in `shared/pruning`, its line in
 * `criteria`. Rules are pure: they read weights and masks and return new masks.
 */
export interface PruningCriterion {
  readonly kind: CriterionKind
  /** What people see in lists. */
  readonly label: string
  /** One sentence on what the rule removes. */
  readonly description: string
  /** Whether it removes whole channels, which can then be cut out of the network. */
  readonly isStructured: boolean
  /**
   * @param request layers that passed `checkLayers`
   * @returns the new mask of each layer: what was 0 is 0, and exactly the asked number of ones turned 0 (for whole
   *   channels: the number that is nearest). A structured rule adds masks of the other parameters that go with a
   *   channel
   * @throws StudioError `pruning/bad-request` if the amount is out of range, or a layer would lose all its
   *   weights
   */
  prune(request: PruningRequest): Masks
}
