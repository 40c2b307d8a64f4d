import { countText } from '../../../shared/count-text'
import { StudioError } from '../../../shared/errors'
import type { Plan } from '../../../shared/plan'
import type { ProtocolContent } from '../../../shared/protocol'
import { shuffledIndices } from '../../../shared/random'
import type { Stimulus } from '../../../shared/records/stimulus-records'
import { seededRandom } from '../../../shared/seeded-random'

/**
 * The images of a stimulus set that are rated: as many of each class as the protocol wants, drawn at random and in
 * whatever order the set is in. The others stay for practice and attention checks.
 * @throws StudioError `stimuli/too-few` with the counts of every class that is short
 */
export function ratedImages(
  stimuli: readonly Pick<Stimulus, 'imageId' | 'className'>[],
  { classes, sampling }: Pick<ProtocolContent, 'classes' | 'sampling'>,
  seed: number,
): Plan['images'] {
  const wanted = sampling.imagesPerClass + sampling.reservePerClass
  const pools = classes.map(({ id }) => {
    const members = stimuli.filter(({ className }) => className === id)
    return { id, images: [...new Set(members.map(({ imageId }) => imageId))].sort() }
  })
  const short = pools.filter(({ images }) => images.length < wanted)
  if (short.length > 0) {
    const found = short.map(({ id, images }) => `${id}: ${images.length}`).join(', ')
    throw new StudioError(
      'stimuli/too-few',
      `The protocol wants ${countText(wanted, 'image')} of each class (${sampling.imagesPerClass} to rate, ` +
        `${sampling.reservePerClass} for practice and attention checks), but the set has fewer of some (${found}). ` +
        'Choose more stimuli, or change the protocol.',
    )
  }
  return pools.flatMap(({ id, images }) => {
    const order = shuffledIndices(images.length, seededRandom(seed, 'rated', id).uniform)
    return Array.from(order.slice(0, sampling.imagesPerClass), (place) => ({
      id: images[place]!,
      classId: id,
    }))
  })
}
