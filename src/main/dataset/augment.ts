import type { TrainingSettings } from '../../shared/jobs'
import { seededRandom } from '../../shared/seeded-random'
import { flipHorizontally, flipVertically, rotate } from './transform-image'

/** How images are changed while training. */
export interface Augmentation {
  readonly horizontalFlipProbability: number
  readonly verticalFlipProbability: number
  /** The angle is drawn uniformly from ± this many degrees. */
  readonly rotationDegrees: number
}

/** `photos` is the paper's; `flip` suits the built-in sample, whose images are already tilted. */
export const augmentations = {
  none: { horizontalFlipProbability: 0, verticalFlipProbability: 0, rotationDegrees: 0 },
  flip: { horizontalFlipProbability: 0.5, verticalFlipProbability: 0, rotationDegrees: 0 },
  photos: { horizontalFlipProbability: 0.5, verticalFlipProbability: 0.5, rotationDegrees: 10 },
} as const satisfies Record<TrainingSettings['augmentation'], Augmentation>

/** Which images of which epoch a batch holds. */
export interface AugmentedBatch {
  readonly epoch: number
  /** `[count]`, the images' indices in their set. */
  readonly indices: readonly number[]
}

/**
 * Makes the function that changes a batch of RGB bytes `[count, sizePx, sizePx, 3]` in place and returns it. The
 * draws of an image depend on the seed, the epoch and its index alone, not on the batch it is in. Order and
 * methods are torchvision's on PIL images: RandomHorizontalFlip, RandomVerticalFlip, then RandomRotation with its
 * defaults (nearest neighbour, black corners, about the centre).
 */
export function makeAugment(
  augmentation: Augmentation,
  sizePx: number,
  seed: number,
): (bytes: Uint8Array, batch: AugmentedBatch) => Uint8Array {
  const imageBytes = sizePx * sizePx * 3
  const { horizontalFlipProbability, verticalFlipProbability, rotationDegrees } = augmentation
  return (bytes, { epoch, indices }) => {
    indices.forEach((index, position) => {
      const random = seededRandom(seed, 'augment', epoch, index)
      const image = bytes.subarray(position * imageBytes, (position + 1) * imageBytes)
      if (random.chance(horizontalFlipProbability)) flipHorizontally(image, sizePx)
      if (random.chance(verticalFlipProbability)) flipVertically(image, sizePx)
      if (rotationDegrees > 0) rotate(image, sizePx, random.between(-rotationDegrees, rotationDegrees))
    })
    return bytes
  }
}
