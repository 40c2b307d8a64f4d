import type { Effect, TestResult } from '../../shared/analysis-estimate'
import type { LikertRow } from '../../shared/rating-row'
import { holmCorrected } from './holm'
import type { LikertGrid } from './likert-grid'
import { percentileInterval } from './quantile'
import { cliffsDelta, friedmanTest, kruskalWallisTest, type RankTest, wilcoxonSignedRank } from './rank-tests'
import type { Resampling } from './resampling'

interface Comparison {
  readonly modelIds: readonly string[]
  readonly grid: LikertGrid
  readonly resampling: Resampling
}

/**
 * All models at once (Friedman's test on images that were rated for all of them, otherwise Kruskal and Wallis'), then
 * every two (Wilcoxon's signed-rank test on images rated for both). An image's value is the mean of its ratings: images,
 * not ratings, are what the tests take as independent.
 *
 * @param rows with an answer
 */
export function likertTests(rows: readonly LikertRow[], comparison: Comparison): TestResult[] {
  const { modelIds } = comparison
  const images = imageMeans(rows, modelIds)
  const pairs = modelIds.flatMap((_, second) =>
    modelIds.slice(second + 1).map((_, offset) => pairTest(images, second + 1 + offset, second, comparison)),
  )
  return [omnibusTest(rows, images, modelIds), ...holmCorrected(pairs, 'all pairs of models')]
}

/** Means of few ratings differ by far more; without it, thirds that are equal would not count as ties. */
const roundingUnit = 1e-9

function rounded(value: number): number {
  return Math.round(value / roundingUnit) * roundingUnit
}

/** The mean rating of each image under each model; NaN where it was not rated. */
function imageMeans(rows: readonly LikertRow[], modelIds: readonly string[]): number[][] {
  const images = Map.groupBy(rows, ({ imageId }) => imageId)
  return [...images.values()].map((ratings) =>
    modelIds.map((model) => {
      const own = ratings.filter(({ modelId }) => modelId === model)
      return rounded(own.reduce((sum, { answer }) => sum + answer!, 0) / own.length)
    }),
  )
}

function omnibusTest(
  rows: readonly LikertRow[],
  images: readonly (readonly number[])[],
  modelIds: readonly string[],
): TestResult {
  const complete = images.filter((means) => !means.some(Number.isNaN))
  const friedman = friedmanTest(complete)
  if (friedman || complete.length >= 2) {
    return testResult('All models', friedman, {
      method: "Friedman's test on the mean ratings of images that were rated for all models",
      n: complete.length,
      effects: [effect("Kendall's W", friedman, complete.length)],
    })
  }
  const groups = modelIds.map((model) =>
    rows.filter(({ modelId }) => modelId === model).map(({ answer }) => answer!),
  )
  const kruskalWallis = kruskalWallisTest(groups)
  return testResult('All models', kruskalWallis, {
    method:
      "Kruskal and Wallis' test on ratings, as too few images were rated for all models. It takes ratings as independent",
    n: rows.length,
    effects: [effect('epsilon squared', kruskalWallis, rows.length)],
  })
}

function pairTest(
  images: readonly (readonly number[])[],
  first: number,
  second: number,
  { modelIds, grid, resampling }: Comparison,
): TestResult {
  const differences = images
    .map((means) => rounded(means[first]! - means[second]!))
    .filter((difference) => !Number.isNaN(difference))
  const wilcoxon = wilcoxonSignedRank(differences)
  return testResult(`${modelIds[first]} against ${modelIds[second]}`, wilcoxon, {
    method: "Wilcoxon's signed-rank test on the mean ratings of images that were rated for both models",
    n: differences.length,
    effects: [
      effect('matched-pairs rank-biserial correlation', wilcoxon, differences.length),
      deltaEffect(grid, { first, second, resampling }),
    ],
  })
}

function deltaEffect(
  grid: LikertGrid,
  { first, second, resampling }: { first: number; second: number; resampling: Resampling },
): Effect {
  const both = [grid.distribution(first, null), grid.distribution(second, null)] as const
  const delta = cliffsDelta(...both)
  const n = both.reduce((sum, counts) => sum + counts.reduce((total, count) => total + count, 0), 0)
  const replicates = grid.replicates(
    [
      { model: first, className: null },
      { model: second, className: null },
    ],
    (a, b) => cliffsDelta(a!, b!),
  )
  const known = !Number.isNaN(delta)
  return {
    measure: "Cliff's delta",
    estimate: known ? delta : null,
    interval: known && replicates ? percentileInterval(replicates, delta, resampling.level) : null,
    method: `Cliff's delta over all ratings${replicates ? `; percentile interval of ${resampling.replicates} bootstrap resamples of raters and images` : ''}`,
    n,
    seed: replicates ? resampling.seed : null,
  }
}

function effect(measure: string, test: RankTest | null, n: number): Effect {
  const method = 'From the statistic of the test; no interval'
  return { measure, estimate: test?.effect ?? null, interval: null, method, n, seed: null }
}

function testResult(
  comparison: string,
  test: RankTest | null,
  rest: Pick<TestResult, 'method' | 'n' | 'effects'>,
): TestResult {
  return {
    comparison,
    statistic: test?.statistic ?? null,
    degreesOfFreedom: test?.degreesOfFreedom ?? null,
    p: test?.p ?? null,
    holmP: null,
    ...rest,
    seed: null,
  }
}
