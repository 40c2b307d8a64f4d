import { architectureSpec } from '../src/main/network/architectures'
import { channelGroups } from '../src/main/network/channel-groups'
import type { Network } from '../src/main/network/network'
import { fullMask } from '../src/main/pruning/prunable-layer'
import { prune } from '../src/main/pruning/prune'
import { isInScope } from '../src/main/pruning/scope'
import type { BenchCase } from './cases'
import type { RunOnce } from './bench-device'

/** Half of all weights of convolutions and dense layers: the masks of one step, the checks of every weight included. */
export async function preparePruning(network: Network, benchCase: BenchCase): Promise<RunOnce> {
  const { architecture, sizePx, criterion } = benchCase
  const layers = []
  for (const parameter of network.parameters.filter((each) => isInScope(each, 'all'))) {
    const { name, variable } = parameter
    layers.push({ name, weights: await variable.data<'float32'>(), mask: fullMask(variable.size) })
  }
  const groups = channelGroups(architectureSpec(architecture, sizePx), network)
  const request = { layers, amount: { kind: 'rate', rate: 2 }, seed: 0, channelGroups: groups } as const
  return async () => {
    prune(criterion!, request)
  }
}
