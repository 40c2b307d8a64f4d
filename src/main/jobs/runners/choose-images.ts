import { StudioError } from '../../../shared/errors'
import type { ImageSet } from '../../dataset/image-set'
import { randomStream } from '../../network/random'
import { shuffledIndices } from '../../../shared/random'

/**
 * Draws images at random, in the order of the set: `count` in all, or of each class.
 * @throws StudioError `dataset/empty` without images, `explain/bad-request` where there are fewer than asked for
 */
export function chooseImages(
  images: ImageSet,
  request: { readonly count: number; readonly perClass: boolean; readonly seed: number },
): readonly number[] {
  const { count, perClass, seed } = request
  const total = images.labels.length
  if (total === 0) throw new StudioError('dataset/empty', 'There are no test images to explain.')
  const order = Array.from(shuffledIndices(total, randomStream(seed, 'maps').nextUniform))
  const chosen: number[] = perClass
    ? images.classes.flatMap((name, label) =>
        take(
          order.filter((index) => images.labels[index] === label),
          { count, of: `test images of class ${name}` },
        ),
      )
    : take(order, { count, of: 'test images' })
  return chosen.sort((a, b) => a - b)
}

function take(indices: readonly number[], wanted: { count: number; of: string }): number[] {
  if (indices.length >= wanted.count) return indices.slice(0, wanted.count)
  throw new StudioError(
    'explain/bad-request',
    `There are only ${indices.length} ${wanted.of}, but ${wanted.count} were asked for. Ask for at most ${indices.length}.`,
  )
}
