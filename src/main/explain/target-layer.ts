import { StudioError } from '../../shared/errors'
import type { Network } from '../network/network'

/**
 * The layer that maps explain: the one asked for, or the network's default.
 * @throws StudioError `explain/bad-request` if the network has no such layer
 */
export function resolveTargetLayer(network: Network, asked: string | undefined): string {
  const layer = asked ?? network.defaultTargetLayer
  if (network.layerNames.includes(layer)) return layer
  throw new StudioError(
    'explain/bad-request',
    `The network has no layer ${layer}. Its layers are ${network.layerNames.join(', ')}; the usual choice ` +
      `is ${network.defaultTargetLayer}.`,
  )
}
