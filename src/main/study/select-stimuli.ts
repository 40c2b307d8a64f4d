import { StudioError } from '../../shared/errors'
import { shuffledIndices } from '../../shared/random'
import { seededRandom } from '../../shared/seeded-random'

/** An image that could be shown, with what each model calls it. */
export interface Candidate {
  readonly id: string
  readonly classId: string
  /** Predicted class by the model's name. A model that is missing here was not asked, and counts as wrong. */
  readonly predictions: Readonly<Record<string, string>>
}

export interface SelectionRequest {
  readonly candidates: readonly Candidate[]
  /** Names of the models that are shown: all must be right about an image. */
  readonly models: readonly string[]
  readonly classIds: readonly string[]
  readonly perClass: number
  /** Images of each class that are kept for practice and attention checks, where there are so many. */
  readonly reservePerClass: number
  readonly seed: number
}

/** What is known of a class after the choice. */
export interface ClassSelection {
  readonly classId: string
  readonly candidateCount: number
  /** Images that every shown model classifies correctly. */
  readonly eligibleCount: number
  /** How many images each model gets wrong, by its name. */
  readonly wrong: Readonly<Record<string, number>>
}

export interface StimulusSelection {
  /** Class by class, in random order within each. */
  readonly images: readonly { readonly id: string; readonly classId: string }[]
  /** One class after the other, in turn. */
  readonly reserve: readonly { readonly id: string; readonly classId: string }[]
  readonly classes: readonly ClassSelection[]
}

/**
 * Draws images of each class, uniformly from those that every shown model classifies correctly. The order of the
 * candidates does not matter, and a class is drawn in the same way whatever the others hold.
 * @throws StudioError `stimuli/too-few` with the counts of every class and the number that is possible;
 *   `stimuli/bad-request` for an image that is listed twice
 */
export function selectStimuli(request: SelectionRequest): StimulusSelection {
  const { candidates, perClass, reservePerClass, seed } = request
  refuseRepeated(candidates)
  const byClass = Map.groupBy(candidates, ({ classId }) => classId)
  const drawn = request.classIds.map((classId) => {
    const members = byClass.get(classId) ?? []
    const eligible = members.filter((image) => request.models.every((model) => isRight(image, model)))
    const ids = eligible.map(({ id }) => id).sort()
    const order = shuffledIndices(ids.length, seededRandom(seed, 'stimuli', classId).uniform)
    const shuffled = Array.from(order, (place) => ({ id: ids[place]!, classId }))
    return { shuffled, counts: countClass(classId, members, { eligible, models: request.models }) }
  })
  const classes = drawn.map(({ counts }) => counts)
  refuseTooFew(classes, perClass)
  return {
    images: drawn.flatMap(({ shuffled }) => shuffled.slice(0, perClass)),
    reserve: Array.from({ length: reservePerClass }, (_, place) =>
      drawn.flatMap(({ shuffled }) => shuffled.slice(perClass + place, perClass + place + 1)),
    ).flat(),
    classes,
  }
}

const isRight = ({ predictions, classId }: Candidate, model: string): boolean =>
  predictions[model] === classId

const countClass = (
  classId: string,
  members: readonly Candidate[],
  { eligible, models }: { readonly eligible: readonly Candidate[]; readonly models: readonly string[] },
): ClassSelection => ({
  classId,
  candidateCount: members.length,
  eligibleCount: eligible.length,
  wrong: Object.fromEntries(
    models.map((model) => [model, members.filter((image) => !isRight(image, model)).length]),
  ),
})

function refuseRepeated(candidates: readonly Candidate[]): void {
  const seen = new Set<string>()
  for (const { id } of candidates) {
    if (seen.has(id)) {
      throw new StudioError('stimuli/bad-request', `The image ${id} is listed twice. List every image once.`)
    }
    seen.add(id)
  }
}

function refuseTooFew(classes: readonly ClassSelection[], perClass: number): void {
  const short = classes.filter(({ eligibleCount }) => eligibleCount < perClass)
  if (short.length === 0) return
  const lines = short.map(({ classId, candidateCount, eligibleCount, wrong }) => {
    const models = Object.entries(wrong).map(([model, count]) => `${model} is wrong about ${count}`)
    return `${classId}: ${eligibleCount} of ${candidateCount} images (${models.join(', ')})`
  })
  const possible = Math.min(...classes.map(({ eligibleCount }) => eligibleCount))
  const advice =
    possible > 0
      ? `At most ${possible} of each class are possible: ask for ${possible}, add images, or show other models.`
      : 'Add images of these classes, show other models, or leave the classes out.'
  throw new StudioError(
    'stimuli/too-few',
    `There are fewer than ${perClass} images that every shown model classifies correctly in ${short.length} of ` +
      `${classes.length} classes. ${lines.join('; ')}. ${advice}`,
  )
}
