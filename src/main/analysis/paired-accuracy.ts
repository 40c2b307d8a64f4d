import type { Estimate, TestResult } from '../../shared/analysis-estimate'
import type { ClassifyRow } from '../../shared/rating-row'
import {
  type ClusteredError,
  clusteredError,
  type CrossedClusters,
  crossedClusters,
} from './crossed-clusters'
import { studentTwoSided, twoSidedT } from './distributions'
import { holmCorrected } from './holm'
import { mcnemarTests } from './mcnemar'
import { isCorrect, type PairedRatings, pairedRatings } from './paired-ratings'
import { cohenH } from './proportions'

/**
 * Every two models compared on the images that were rated for both, in two ways, each family with Holm's correction:
 *
 * - the difference of their accuracies over all ratings with a standard error for crossed clusters of raters and images.
 *   This marginal (GEE-like) analysis stands in for a mixed-effects logistic model: it tests the difference that the
 *   table shows, needs no assumption on how raters and images vary, has no fit that may fail, and respects the same
 *   dependence;
 * - McNemar's test on each image's majority, which needs no model at all.
 *
 * @param modelIds in the order in which they stand; later models are compared with earlier ones
 */
export function pairedComparisons(
  rows: readonly ClassifyRow[],
  modelIds: readonly string[],
  level: number,
): TestResult[] {
  const paired = pairsOf(rows, modelIds)
  const majorities = paired.pairs.map((pair) => mcnemarTests(pair, level))
  return [
    ...clusteredTests(paired, level),
    ...holmCorrected(
      majorities.map(({ midP }) => midP),
      'all pairs of models, majorities, mid-p',
    ),
    ...holmCorrected(
      majorities.map(({ exact }) => exact),
      'all pairs of models, majorities, exact',
    ),
  ]
}

/** The first of the two ways alone. The first effect of each test is the difference of both accuracies. */
export function clusteredComparisons(
  rows: readonly ClassifyRow[],
  modelIds: readonly string[],
  level: number,
): TestResult[] {
  return clusteredTests(pairsOf(rows, modelIds), level)
}

/** Every two models with their ratings, and the clusters of all of them. */
interface PairsOfModels {
  readonly pairs: readonly PairedRatings[]
  readonly clusters: CrossedClusters
}

function pairsOf(rows: readonly ClassifyRow[], modelIds: readonly string[]): PairsOfModels {
  const known = rows.filter(({ className }) => className !== null)
  const clusters = crossedClusters(known)
  const pairs = modelIds.flatMap((second, index) =>
    modelIds.slice(index + 1).map((first) => pairedRatings(known, clusters.imageOf, { first, second })),
  )
  return { pairs, clusters }
}

function clusteredTests({ pairs, clusters }: PairsOfModels, level: number): TestResult[] {
  const tests = pairs.map((pair) => clusteredTest(pair, clusters, level))
  return holmCorrected(tests, 'all pairs of models, over ratings')
}

/** Difference of two means and log odds, each with the influence of every rating, hence with clustered errors. */
function clusteredTest(
  { first, second, rows, places }: PairedRatings,
  clusters: CrossedClusters,
  level: number,
): TestResult {
  const sides = [first, second].map((model) => {
    const own = rows.filter(({ modelId }) => modelId === model)
    const correct = own.filter(isCorrect).length
    return { n: own.length, share: correct / own.length }
  })
  const [a, b] = [sides[0]!, sides[1]!]
  const errorOf = (scaleOf: (share: number) => number): ClusteredError => {
    const influence = Float64Array.from(rows, (row) => {
      const { n, share } = row.modelId === first ? a : b
      const sign = row.modelId === first ? 1 : -1
      return (sign * (Number(isCorrect(row)) - share)) / (n * scaleOf(share))
    })
    return clusteredError(clusters, places, influence)
  }
  const difference = rows.length === 0 ? NaN : a.share - b.share
  const error = errorOf(() => 1)
  const statistic = error.standardError > 0 ? difference / error.standardError : NaN
  const logOdds = Math.log(a.share / (1 - a.share)) - Math.log(b.share / (1 - b.share))
  const frame = { level, n: rows.length }
  return {
    comparison: `${first} against ${second}`,
    statistic: orNull(statistic),
    degreesOfFreedom: Number.isNaN(statistic) ? null : error.degreesOfFreedom,
    p: Number.isNaN(statistic) ? null : studentTwoSided(statistic, error.degreesOfFreedom),
    holmP: null,
    effects: [
      { measure: 'difference of accuracies', ...wald(difference, error, { ...frame, transform: (x) => x }) },
      {
        measure: 'odds ratio',
        ...wald(
          logOdds,
          errorOf((share) => share * (1 - share)),
          { ...frame, transform: Math.exp },
        ),
      },
      {
        measure: "Cohen's h",
        // The derivative of 2 asin √p is 1 / √(p (1 - p)).
        ...wald(
          cohenH(a.share, b.share),
          errorOf((share) => Math.sqrt(share * (1 - share))),
          {
            ...frame,
            transform: (x) => x,
          },
        ),
      },
    ],
    method:
      'Difference of two shares on the same images, t test with a standard error for crossed clusters of raters and ' +
      'images (Cameron, Gelbach and Miller 2011)',
    n: rows.length,
    seed: null,
  }
}

function wald(
  estimate: number,
  { standardError, degreesOfFreedom }: ClusteredError,
  { level, n, transform }: { level: number; n: number; transform: (x: number) => number },
): Estimate {
  const known = Number.isFinite(estimate) && Number.isFinite(standardError)
  const half = known ? twoSidedT(level, degreesOfFreedom) * standardError : NaN
  return {
    estimate: Number.isFinite(estimate) ? transform(estimate) : null,
    interval: known ? { lower: transform(estimate - half), upper: transform(estimate + half), level } : null,
    method: 'Interval by t from a standard error for crossed clusters of raters and images',
    n,
    seed: null,
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
