import { StudioError } from '../../../shared/errors'
import type { ImageSet } from '../../dataset/image-set'
import { randomStream } from '../../network/random'
import { shuffledIndices } from '../../../shared/random'

export interface ImageChoice {
  /** Images in all, or of each class with `perClass`. */
  readonly count: number
  readonly perClass: boolean
  readonly seed: number
  /** Indices that may be drawn; absent: every image. */
  readonly eligible?: ReadonlySet<number>
}

/**
 * Draws images at random, each as likely as any other, in the order of the set. Whether an image is drawn before
 * another depends only on the seed and the set, not on which others are eligible.
 * @throws StudioError `dataset/empty` without images, `explain/bad-request` where there are fewer than asked for,
 *   naming every class that has too few
 */
export function chooseImages(images: ImageSet, choice: ImageChoice): readonly number[] {
  const { perClass, seed, eligible } = choice
  const total = images.labels.length
  if (total === 0) throw new StudioError('dataset/empty', 'There are no test images to explain.')
  const order = Array.from(shuffledIndices(total, randomStream(seed, 'maps').nextUniform)).filter(
    (index) => eligible === undefined || eligible.has(index),
  )
  const pools = perClass
    ? images.classes.map((name, label) => ({
        name: `test images of class ${name}`,
        indices: order.filter((index) => images.labels[index] === label),
      }))
    : [{ name: 'test images', indices: order }]
  assertEnough(pools, choice)
  return pools.flatMap(({ indices }) => indices.slice(0, choice.count)).sort((a, b) => a - b)
}

function assertEnough(
  pools: readonly { readonly name: string; readonly indices: readonly number[] }[],
  { count, eligible }: ImageChoice,
): void {
  const short = pools.filter(({ indices }) => indices.length < count)
  if (short.length === 0) return
  const found = short.map(({ name, indices }) => `${indices.length} ${name}`).join(', ')
  const which = eligible === undefined ? '' : ' that every model classifies correctly'
  const most = Math.min(...pools.map(({ indices }) => indices.length))
  const advice =
    most > 0
      ? `Ask for at most ${most}.`
      : 'Leave out the model that is wrong too often, or take more images.'
  throw new StudioError(
    'explain/bad-request',
    `There are only ${found}${which}, but ${count} were asked for. ${advice}`,
  )
}
