import type { Estimate } from '../../shared/analysis-estimate'
import { StudioError } from '../../shared/errors'
import { normalQuantile, twoSidedZ } from './distributions'

/**
 * Units that two raters must rate so that an alpha below `minimum` can be told from it (Bloch and Kraemer 1989, in
 * Krippendorff's form): 2 z² [(1 + α)(3 - α) / (4 p (1 - p)(1 - α)) - α], with p = 1 / categories and z one-sided. More
 * raters for each unit can only lower the number; how much, the simulation of a plan shows.
 *
 * @throws StudioError `analysis/bad-input` for a minimum or a significance outside of (0, 1), or fewer than two categories
 */
export function unitsForAlpha({
  minimum,
  significance,
  categories,
}: {
  minimum: number
  significance: number
  categories: number
}): Estimate {
  requireFraction('minimum of alpha', minimum)
  requireFraction('significance', significance)
  if (!Number.isInteger(categories) || categories < 2) {
    throw new StudioError('analysis/bad-input', `There are ${categories} categories; at least 2 are needed.`)
  }
  const p = 1 / categories
  const z = normalQuantile(1 - significance)
  const bracket = ((1 + minimum) * (3 - minimum)) / (4 * p * (1 - p) * (1 - minimum)) - minimum
  const units = Math.ceil(2 * z * z * bracket)
  return {
    estimate: units,
    interval: null,
    method: `Units for two raters to tell alpha from ${minimum} at a one-sided significance of ${significance} with ${categories} equally frequent categories (Bloch and Kraemer 1989)`,
    n: units,
    seed: null,
  }
}

/** Assumptions about a share, as of correct answers. */
export interface ShareAssumption {
  readonly share: number
  /** Wanted: the interval is the share ± this. */
  readonly halfWidth: number
  readonly level: number
  readonly ratingsPerImage: number
  /** Correlation of two ratings of one image, in [0, 1]. */
  readonly imageCorrelation: number
}

/**
 * Images for which a share has an interval of the wanted width: z² p (1 - p) / h² ratings, times the design effect
 * 1 + (m - 1) ρ of m ratings of each image (Kish 1965, section 5.4), divided by m.
 *
 * @throws StudioError `analysis/bad-input` for numbers outside of their ranges
 */
export function imagesForWidth(assumption: ShareAssumption): Estimate {
  const { share, halfWidth, level, ratingsPerImage, imageCorrelation } = assumption
  for (const [name, value] of Object.entries({ share, halfWidth, level })) requireFraction(name, value)
  if (
    !Number.isInteger(ratingsPerImage) ||
    ratingsPerImage < 1 ||
    !(imageCorrelation >= 0 && imageCorrelation <= 1)
  ) {
    throw new StudioError(
      'analysis/bad-input',
      `${ratingsPerImage} ratings of an image with a correlation of ${imageCorrelation}: at least one rating and a correlation from 0 to 1 are needed.`,
    )
  }
  const z = twoSidedZ(level)
  const designEffect = 1 + (ratingsPerImage - 1) * imageCorrelation
  const ratings = ((z * z * share * (1 - share)) / halfWidth ** 2) * designEffect
  const images = Math.ceil(ratings / ratingsPerImage)
  return {
    estimate: images,
    interval: null,
    method: `Images for a ${Math.round(100 * level)} % interval of ± ${halfWidth} around ${share}, ${ratingsPerImage} ratings each, design effect ${designEffect.toFixed(2)}`,
    n: images * ratingsPerImage,
    seed: null,
  }
}

function requireFraction(name: string, value: number): void {
  if (value > 0 && value < 1) return
  throw new StudioError('analysis/bad-input', `The ${name} is ${value}; it must lie between 0 and 1.`)
}
