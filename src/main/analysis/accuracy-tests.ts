import type { ModelAccuracy } from '../../shared/analysis-accuracy'
import type { TestResult } from '../../shared/analysis-estimate'
import { chiSquareOfCounts, chiSquareOfTable, cramerV } from './chi-square'

/** Pearson's test that all models have the same human accuracy, with Cramér's V. It takes ratings as independent. */
export function homogeneityTest(byModel: readonly ModelAccuracy[]): TestResult {
  const table = byModel.map(({ accuracy }) => [accuracy.successes, accuracy.total - accuracy.successes])
  const { statistic, degreesOfFreedom, p } = chiSquareOfTable(table)
  const n = byModel.reduce((sum, { accuracy }) => sum + accuracy.total, 0)
  const method =
    'Chi-square test of homogeneity of correct and other answers over all models. It takes ratings as independent, ' +
    'which they are not: the paired comparisons respect images and raters'
  return {
    comparison: 'All models',
    statistic,
    degreesOfFreedom,
    p,
    holmP: null,
    effects: [
      {
        measure: "Cramér's V",
        estimate: statistic === null ? null : cramerV(statistic, n, table.length, 2),
        interval: null,
        method: "Cramér's V of the same table: 0 for equal shares, 1 for opposite ones",
        n,
        seed: null,
      },
    ],
    method,
    n,
    seed: null,
  }
}

/**
 * The figure of arXiv 2302.08878: correct answers of the pruned models as "observed" against those of the first model
 * as "expected". The sums differ and the expected counts are themselves observed, so that this is no test of anything;
 * it is given only so that the published value can be found again.
 *
 * @param byModel the unpruned model first
 */
export function publishedChiSquare(byModel: readonly ModelAccuracy[]): TestResult {
  const [reference, ...others] = byModel.map(({ accuracy }) => accuracy.successes)
  const { statistic, degreesOfFreedom, p } = chiSquareOfCounts(
    others,
    others.map(() => reference!),
  )
  return {
    comparison: `${byModel
      .slice(1)
      .map(({ modelId }) => modelId)
      .join(', ')} against ${byModel[0]?.modelId ?? 'nothing'}, as published`,
    statistic,
    degreesOfFreedom,
    p,
    holmP: null,
    effects: [],
    method:
      "The authors' chi-square of arXiv 2302.08878, for comparison only: it takes another group's observed counts as " +
      'expected ones, with unequal sums, and ratings as independent. Do not interpret it',
    n: others.reduce((sum, count) => sum + count, 0),
    seed: null,
  }
}
