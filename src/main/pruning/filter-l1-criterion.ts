import { StudioError } from '../../shared/errors'
import type { ChannelGroup } from './channel-group'
import { channelsForRate } from './channels-for-rate'
import type { PruningCriterion, PruningRequest } from './criterion'
import { maskChannels } from './mask-channels'
import { countToPrune } from './prune-amount'
import { rankChannels, type RankedGroup } from './rank-channels'

/**
 * Whole filters of convolutions, and units of hidden dense layers, go by the L1 norm of their weights (Li et al. 2017,
 * https://arxiv.org/abs/1608.08710), the same share in every layer. With a filter go its bias, its batch normalisation
 * and what the next layers made of its feature map; else a removed filter would still speak through them. Within one
 * step the filters of all layers are ranked before any is removed ("independent" in section 3.3); the weights that
 * earlier steps took away no longer count.
 *
 * A rate counts weights, as it does for the other criteria, so that both kinds can be compared at equal rates: those
 * of the removed filters and those that read their feature maps. The rate that whole filters reach nearest is taken.
 */
export const filterL1Criterion: PruningCriterion = {
  kind: 'filter-l1',
  label: 'Filters of smallest L1 norm',
  description: 'Removes whole filters or units whose weights are smallest, the same share in each layer.',
  isStructured: true,
  prune: (request) => {
    const groups = groupsInScope(request)
    const ranked = groups.map((group) =>
      rankChannels(
        group,
        request.layers.find(({ name }) => name === group.producer.parameter)!,
      ),
    )
    return maskChannels(groups, keptChannels(request, ranked), request.layers)
  },
}

function keptChannels(
  { amount, layers }: PruningRequest,
  ranked: readonly RankedGroup[],
): readonly Uint8Array[] {
  if (amount.kind === 'rate') return channelsForRate(layers, ranked, amount.rate)
  return ranked.map(({ group, ranking }) => {
    const count = countToPrune(amount, group.channels, ranking.length)
    if (count < ranking.length) return keepBest(group, ranking, ranking.length - count)
    throw new StudioError(
      'pruning/bad-request',
      `This rate would remove all ${ranking.length} remaining channels of ${group.producer.parameter}. Ask for less.`,
    )
  })
}

function keepBest({ channels }: ChannelGroup, ranking: readonly number[], count: number): Uint8Array {
  const kept = new Uint8Array(channels)
  for (const channel of ranking.slice(0, count)) kept[channel] = 1
  return kept
}

function groupsInScope({ layers, channelGroups = [] }: PruningRequest): readonly ChannelGroup[] {
  const inScope = new Set(layers.map(({ name }) => name))
  const groups = channelGroups.filter(({ producer }) => inScope.has(producer.parameter))
  if (groups.length > 0) return groups
  throw new StudioError(
    'pruning/bad-request',
    'No layer of this scope has channels that can be removed: the last layer keeps one for each class. Choose ' +
      'another scope, or a criterion that removes single weights.',
  )
}
