import type { PlannedRating, StudyAssumption } from '../../shared/analysis-planning'
import type { ClassifyRow, PairRow } from '../../shared/rating-row'
import { type Random, seededRandom } from '../../shared/seeded-random'
import { normalQuantile } from './distributions'

/**
 * Ratings as they could come in if the assumptions were true. They are marked as simulated.
 *
 * The logit of a correct answer (with pairs: of choosing the first model) is its median plus normal deviations of the
 * rater, the image, and the image under its model.
 */
export function simulateRatings(
  plan: readonly PlannedRating[],
  assumption: StudyAssumption,
  key: { readonly seed: number; readonly study: number },
): (ClassifyRow | PairRow)[] {
  const random = seededRandom(key.seed, 'simulated study', key.study)
  const deviation = normalDeviations(random)
  const classes = [...new Set(plan.map(({ className }) => className))].sort()
  return plan.map(({ raterId, imageId, className, modelIds }) => {
    const itemId = [imageId, ...modelIds].join(' / ')
    // Of two models, an image helps neither: its deviation belongs to the pair alone.
    const ofImage = assumption.task === 'pair' ? 0 : deviation(`image ${imageId}`, assumption.imageDeviation)
    const logit =
      medianLogit(assumption, modelIds) +
      ofImage +
      deviation(`rater ${raterId}`, assumption.raterDeviation) +
      deviation(`item ${itemId}`, assumption.itemDeviation)
    const isFirst = random.uniform() < 1 / (1 + Math.exp(-logit))
    const common = {
      raterId,
      imageId,
      itemId,
      className,
      responseMs: null,
      source: 'simulated',
      site: null,
    } as const
    if (assumption.task === 'pair') {
      const [first, second] = [modelIds[0], modelIds[1] ?? modelIds[0]]
      const answer = random.chance(assumption.tieShare) ? null : isFirst ? first : second
      return { task: 'pair', ...common, leftModelId: first, rightModelId: second, answer }
    }
    const wrong = classes.filter((other) => other !== className)
    const isUnknown = random.chance(assumption.dontKnowShare) || wrong.length === 0
    const answer = isFirst ? className : isUnknown ? null : random.pick(wrong)
    return { task: 'classify', ...common, modelId: modelIds[0], answer }
  })
}

function medianLogit(assumption: StudyAssumption, modelIds: PlannedRating['modelIds']): number {
  if (assumption.task === 'pair') {
    return (assumption.logStrengths[modelIds[0]] ?? 0) - (assumption.logStrengths[modelIds[1] ?? ''] ?? 0)
  }
  const accuracy = assumption.accuracies[modelIds[0]] ?? 0.5
  return Math.log(accuracy / (1 - accuracy))
}

/** A normal deviate for each name, the same whenever it is asked for. */
function normalDeviations(random: Random): (name: string, deviation: number) => number {
  const drawn = new Map<string, number>()
  return (name, deviation) => {
    if (deviation === 0) return 0
    const known = drawn.get(name)
    // Half a step above the lattice of uniform draws, so that 0 is never drawn.
    const z = known ?? normalQuantile(random.uniform() + 2 ** -33)
    drawn.set(name, z)
    return deviation * z
  }
}
