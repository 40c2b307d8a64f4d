import type { MapMethodKind } from '../../shared/maps'
import type { ComputeDevice } from '../compute/program'
import type { Network } from '../network/network'
import type { ScalarMap } from './scalar-map'

export interface MapRequest {
  readonly network: Network
  readonly device: ComputeDevice
  /** Images per run of the program; a smaller last batch is padded. At least 1. */
  readonly batchSize: number
  /** One of the network's layers with spatial positions. Default: the network's `defaultTargetLayer`. */
  readonly targetLayer?: string
}

/** What a method says about one image. */
export interface ImageMap {
  /** Signed, at the target layer's resolution, before ReLU and any scaling. Never NaN. */
  readonly raw: ScalarMap
  /**
   * False where nothing speaks for the class: the map after ReLU would be blank, and must not pass as a
   * result.
   */
  readonly hasPositiveEvidence: boolean
  /** Index of the class whose logit the map explains. */
  readonly explainedClass: number
  /** Index of the class with the highest logit; the lowest index of a tie. */
  readonly predictedClass: number
  /** `[classes]`, before any softmax. */
  readonly logits: Float32Array
}

/** A method prepared for one network, layer and device. */
export interface MapRunner {
  readonly method: MapMethodKind
  readonly targetLayer: string
  /** Of the request: how many images one run of the program takes. */
  readonly batchSize: number
  /** Edge length of the images it takes, in pixels. */
  readonly inputSizePx: number
  /**
   * Explains any number of images, `batchSize` at a time.
   * @param images RGB bytes `[count, inputSizePx, inputSizePx, 3]`
   * @param classIndices `[count]`, the class to explain for each image; absent: the predicted one
   * @returns one map per image, in order
   * @throws StudioError `explain/bad-request` if sizes or class indices do not fit; `network/bad-weights` if
   *   the network gives values that are not finite numbers
   */
  explain(images: Uint8Array, classIndices?: readonly number[]): Promise<readonly ImageMap[]>
  /** Frees the program. The network stays. */
  dispose(): Promise<void>
}

/**
 * A way to ask a network where it looks. To add one: a file with the method, its kind in `shared/maps`, its
 * line in `mapMethods`.
 */
export interface MapMethod {
  readonly kind: MapMethodKind
  /** What people see in lists. */
  readonly label: string
  /** The publication that defines it. */
  readonly reference: string
  /** @throws StudioError `explain/bad-request` if the layer does not exist or has no spatial positions */
  prepare(request: MapRequest): Promise<MapRunner>
}
