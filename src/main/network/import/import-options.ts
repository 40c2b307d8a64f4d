import { StudioError } from '../../../shared/errors'
import type { InputScaling } from '../../../shared/input-scaling'
import type { ArchitectureSpec } from '../architectures'
import type { Network } from '../network'

/** What may be said about a model that its files do not tell, or to be made different from it. */
export interface ImportOptions {
  /** One of the registered architectures; only for files of weights alone. Absent: by the tensors. */
  readonly architecture?: string | undefined
  /** Another size than the model's own. */
  readonly inputSizePx?: number | undefined
  /** How the model was trained to see its pixels. Absent: as usual for weights of that origin. */
  readonly inputScaling?: InputScaling | undefined
  readonly head: HeadChoice
}

/** The last layer: one for other classes with weights drawn from the seed, or the model's own. */
export type HeadChoice =
  | { readonly kind: 'new'; readonly classes: readonly string[]; readonly seed: number }
  /** Class names in the order of the outputs; null takes the model's, or numbers. */
  | { readonly kind: 'kept'; readonly classes: readonly string[] | null }

/** A network, and the description from which a model file can rebuild it. */
export interface ImportedNetwork {
  readonly format: ImportFormat
  readonly spec: ArchitectureSpec
  readonly network: Network
  /** Layers whose weights were drawn instead of read. */
  readonly drawnLayers: readonly string[]
}

/** Whose words and orders a file follows. */
export type ImportFormat = 'tfjs-layers' | 'keras' | 'torchvision' | 'timm'

/**
 * Names for the outputs of a kept head.
 * @param own the model's own names, where it has them
 * @throws StudioError `network/bad-architecture` for another number of names than outputs
 */
export function keptClasses(
  given: readonly string[] | null,
  own: readonly string[] | null,
  outputs: number,
): readonly string[] {
  const classes = given ?? own ?? Array.from({ length: outputs }, (_, index) => `class ${index}`)
  if (classes.length === outputs) return classes
  throw new StudioError(
    'network/bad-architecture',
    `The model has ${outputs} outputs, but ${classes.length} class names were given. Give one name for each output, ` +
      'in their order, or let the head be replaced.',
  )
}
