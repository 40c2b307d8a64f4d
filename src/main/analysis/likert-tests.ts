import type { Effect, TestResult } from '../../shared/analysis-estimate'
import type { LikertRow } from '../../shared/rating-row'
import { clusteredEstimate } from './clustered-mean'
import { holmCorrected } from './holm'
import { friedmanTest, kruskalWallisTest, type RankTest, wilcoxonSignedRank } from './rank-tests'

/**
 * All models at once (Friedman's test on images that were rated for all of them, otherwise Kruskal and Wallis'), then
 * every two (Wilcoxon's signed-rank test on images rated for both). An image's value is the mean of its ratings: images,
 * not ratings, are what the tests take as independent.
 *
 * @param rows with an answer
 */
export function likertTests(
  rows: readonly LikertRow[],
  modelIds: readonly string[],
  level: number,
): TestResult[] {
  const images = imageMeans(rows, modelIds)
  const pairs = modelIds.flatMap((second, index) =>
    modelIds.slice(index + 1).map((first) => {
      const differences = images.map((means) => rounded(means[modelIds.indexOf(first)]! - means[index]!))
      return pairTest(
        differences.filter((difference) => !Number.isNaN(difference)),
        { first, second, delta: deltaEffect(rows, { first, second, level }) },
      )
    }),
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
  differences: readonly number[],
  { first, second, delta }: { first: string; second: string; delta: Effect },
): TestResult {
  const wilcoxon = wilcoxonSignedRank(differences)
  return testResult(`${first} against ${second}`, wilcoxon, {
    method: "Wilcoxon's signed-rank test on the mean ratings of images that were rated for both models",
    n: differences.length,
    effects: [effect('matched-pairs rank-biserial correlation', wilcoxon, differences.length), delta],
  })
}

/** Cliff's delta over all ratings. A rating adds its own share of pairs above less below, less delta. */
function deltaEffect(
  rows: readonly LikertRow[],
  { first, second, level }: { first: string; second: string; level: number },
): Effect {
  const own = rows.filter(({ modelId }) => modelId === first || modelId === second)
  const pointsOf = (model: string): number[] =>
    own.flatMap(({ modelId, answer }) => (modelId === model ? answer! : []))
  const [a, b] = [pointsOf(first), pointsOf(second)]
  const dominance = (point: number, others: readonly number[]): number =>
    others.reduce((sum, other) => sum + Math.sign(point - other), 0) / others.length
  const ofPoint = (others: readonly number[]): Map<number, number> =>
    new Map([...new Set([...a, ...b])].map((point) => [point, dominance(point, others)]))
  const [overSecond, overFirst] = [ofPoint(b), ofPoint(a)]
  const delta = a.reduce((sum, point) => sum + overSecond.get(point)!, 0) / a.length
  const influence = own.map(({ modelId, answer }) =>
    modelId === first
      ? (overSecond.get(answer!)! - delta) / a.length
      : (-overFirst.get(answer!)! - delta) / b.length,
  )
  const isKnown = a.length > 0 && b.length > 0
  return {
    measure: "Cliff's delta",
    ...clusteredEstimate("Cliff's delta over all ratings", isKnown ? delta : null, {
      rows: own,
      influence,
      level,
    }),
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
