import { conditionsOf } from '../../../shared/protocol'
import { blocksOf } from '../../../shared/protocol-timeline'
import { seededRandom } from '../../../shared/seeded-random'
import type { InstructionShown } from '../../../shared/trials/instruction-trial'
import { classLabel, mapOf, reserveImage, type SessionMaterial } from './session-material'

/**
 * The example on a page of instructions: a map beside its photograph, of an image that nobody rates. The model is drawn
 * anew for each session, each as often as raters see it, so that no model is what everybody has in mind.
 * @param page key of its text
 * @throws StudioError `stimuli/too-few` without such images, `stimuli/bad-request` for a missing map
 */
export function composeExample(
  material: SessionMaterial,
  page: string,
): NonNullable<InstructionShown['example']> {
  const { content, reserve, seed, token } = material
  const pages = blocksOf(content.timeline, 'instructions').flatMap(({ examplePages = [] }) => examplePages)
  // From the middle of the reserve: practice takes from its start, and attention checks from its end.
  const image = reserveImage(material, Math.floor(reserve.length / 2) + pages.indexOf(page))
  const random = seededRandom(seed, 'example', page)
  const model = random.pick(random.pick(conditionsOf(content)).models)
  return {
    original: token(image.original),
    picture: token(mapOf(image, model).picture),
    predictedClass: classLabel(material, image.classId),
  }
}
