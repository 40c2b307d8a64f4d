import type { FolderLayout } from './folder-layout'
import { type Labelled, requireTwoOfEach } from './require-classes'
import { holdOutByClass, splitHeldOut } from './split-images'

export interface Divided<Image> {
  readonly train: readonly Image[]
  readonly validation: readonly Image[]
  readonly test: readonly Image[]
}

/**
 * The parts that a study uses, from those that the layout has. Which part an image goes to depends on the seed and the
 * images' names.
 *
 * @throws StudioError `dataset/empty` when there are too few images to divide
 */
export function divideParts<Image extends Labelled>(
  kind: FolderLayout['kind'],
  [first = [], second = [], third = []]: readonly (readonly Image[])[],
  seed: number,
): Divided<Image> {
  switch (kind) {
    case 'train-val-test':
      return { train: first, validation: second, test: third }
    case 'train-val':
      return { train: first, ...splitHeldOut(second, seed) }
    case 'single': {
      requireTwoOfEach(first)
      const { train, heldOut } = holdOutByClass(first, seed)
      return { train, ...splitHeldOut(heldOut, seed) }
    }
  }
}
