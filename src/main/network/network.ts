import type { Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core'
import type { OnBatchStatistics } from './batch-normalisation'

/** What a parameter is: pruning and weight files treat each kind differently. */
export type ParameterKind =
  'conv-kernel' | 'depthwise-kernel' | 'conv-bias' | 'dense-kernel' | 'dense-bias' | 'norm'

/**
 * An array of a model. Layouts are tfjs' own: conv kernels `[height, width, in, out]`, depthwise kernels
 * `[height, width, in, multiplier]`, dense kernels `[in, out]`.
 */
export interface Parameter {
  /** Unique in the network, as `features.0.weight`. */
  readonly name: string
  readonly kind: ParameterKind
  readonly variable: Variable
}

/** What a forward pass does otherwise in training than in evaluation. */
export interface TrainingPass {
  /**
   * For a dropout layer a mask of its output's shape: 0 for a dropped unit, 1 / keep probability otherwise. A layer
   * without one drops nothing.
   */
  readonly dropout?: Readonly<Record<string, Tensor>> | undefined
  /** Layers whose batch normalisation goes by its averages nevertheless. */
  readonly frozen?: ReadonlySet<string> | undefined
  /** Told by what each other batch normalisation goes, in the order of layers. */
  readonly onBatchStatistics?: OnBatchStatistics | undefined
}

/** A network as compute programs see it: layers in order, any of which can be a target of an explanation. */
export interface Network {
  readonly classes: readonly string[]
  readonly inputSizePx: number
  /** What training changes. */
  readonly parameters: readonly Parameter[]
  /** What belongs to the model but is not trained: the averages of batch normalisation. Absent means none. */
  readonly buffers?: readonly Parameter[]
  /** Names of the layers whose output can be explained, in order. */
  readonly layerNames: readonly string[]
  /** The layer that maps explain unless another is asked for: the last max-pool for VGG. */
  readonly defaultTargetLayer: string
  /** `[batch, size, size, 3]` in [0, 1] to the output of `layer`. */
  forwardTo(layer: string, images: Tensor4D): Tensor
  /** The output of `layer` to logits `[batch, classes]`. */
  forwardFrom(layer: string, activations: Tensor): Tensor2D
  /**
   * Images to logits `[batch, classes]`. Without `training` as in evaluation; with it, dropout drops and batch
   * normalisation goes by the batch.
   */
  forward(images: Tensor4D, training?: TrainingPass): Tensor2D
  /** Shape of each dropout mask for a batch: what training must supply. Empty without dropout. */
  dropoutShapes(batch: number): Readonly<Record<string, readonly number[]>>
  /** Probability of dropping a unit, per dropout layer; one half where none is given. */
  readonly dropoutRates?: Readonly<Record<string, number>>
  dispose(): void
}
