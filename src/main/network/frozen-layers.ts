import { StudioError } from '../../shared/errors'
import type { Network, Parameter } from './network'

/** Where a name of a layer is expected: every layer but the last dense one. */
const baseLayers = 'base'

/** A network of which a part keeps its weights in training. */
export interface PartlyFrozen {
  /**
   * The same network, sharing its parameters; frozen batch normalisations use their averages in training too and are
   * no longer among its buffers, so that what is frozen stays bit for bit.
   */
  readonly network: Network
  readonly isFrozen: (parameter: Parameter) => boolean
}

/**
 * Freezes layers by their names or beginnings of names up to a dot or slash: `features` is all layers of VGG's first
 * part, `base` all layers but the last dense one.
 * @throws StudioError `training/bad-request` for a name that no layer has, or when nothing would be left to train
 */
export function freezeLayers(network: Network, names: readonly string[]): PartlyFrozen {
  if (names.length === 0) return { network, isFrozen: () => false }
  const layers = [...new Set(network.parameters.map(layerOf))]
  const head = layerOf(network.parameters.findLast(({ kind }) => kind === 'dense-kernel') ?? { name: '' })
  const frozen = new Set(names.flatMap((name) => matching(layers, { name, head })))
  if (layers.every((layer) => frozen.has(layer))) {
    throw new StudioError(
      'training/bad-request',
      `Freezing ${names.join(', ')} leaves no layer to train. Freeze fewer, as "${baseLayers}" (all but ${head}).`,
    )
  }
  const isFrozen = (parameter: Parameter): boolean => frozen.has(layerOf(parameter))
  return {
    isFrozen,
    network: {
      ...network,
      buffers: (network.buffers ?? []).filter((buffer) => !isFrozen(buffer)),
      forward: (images, training) => network.forward(images, training && { ...training, frozen }),
    },
  }
}

function matching(
  layers: readonly string[],
  { name, head }: { readonly name: string; readonly head: string },
): readonly string[] {
  const found = layers.filter((layer) =>
    name === baseLayers
      ? layer !== head
      : layer === name || layer.startsWith(`${name}.`) || layer.startsWith(`${name}/`),
  )
  if (found.length > 0) return found
  throw new StudioError(
    'training/bad-request',
    `The network has no layer '${name}' to freeze. Give "${baseLayers}" for all but the last one, or one of: ` +
      `${layers.join(', ')}.`,
  )
}

/** The layer that a parameter belongs to: its name without the last part. */
function layerOf({ name }: Pick<Parameter, 'name'>): string {
  return name.replace(/[./][^./]*$/, '')
}
