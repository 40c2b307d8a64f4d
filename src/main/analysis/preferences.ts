import type { TestResult } from '../../shared/analysis-estimate'
import type { PairPreference } from '../../shared/analysis-preference'
import type { PairRow } from '../../shared/rating-row'
import { chiSquareOfCounts } from './chi-square'
import { fairCoinCdf } from './distributions'
import { indexIds } from './index-ids'
import { cohenH } from './proportions'
import type { Resampling } from './resampling'
import { pooledShare, sharesByCell, type SharesByCell } from './shares'

/**
 * Preferences between every two models that were compared, for all classes and per class, in the order of `modelIds`.
 * The two sides of the screen are put together: what counts is the model chosen.
 */
export function pairPreferences(
  rows: readonly PairRow[],
  modelIds: readonly string[],
  resampling: Resampling,
): PairPreference[] {
  return modelIds.flatMap((second, index) =>
    modelIds.slice(index + 1).flatMap((first) => {
      const pair = rows.filter((row) => isPair(row, first, second))
      return pair.length === 0 ? [] : preferencesOf(pair, { first, second }, resampling)
    }),
  )
}

interface Pair {
  readonly first: string
  readonly second: string
}

function isPair({ leftModelId, rightModelId }: PairRow, first: string, second: string): boolean {
  return (
    (leftModelId === first && rightModelId === second) || (leftModelId === second && rightModelId === first)
  )
}

function preferencesOf(
  rows: readonly PairRow[],
  { first, second }: Pair,
  resampling: Resampling,
): PairPreference[] {
  const { ids: classes, indexOf: cellOf } = indexIds(rows.map(({ className }) => className ?? ''))
  const observed = {
    raterOf: indexIds(rows.map(({ raterId }) => raterId)).indexOf,
    imageOf: indexIds(rows.map(({ imageId }) => imageId)).indexOf,
    cells: classes.length,
  }
  const purpose = `preference ${first} ${second}`
  const shares: PairShares = {
    first: sharesByCell(
      {
        ...observed,
        cellOf: cellOf.map((cell, row) => (rows[row]!.answer === null ? -1 : cell)),
        value: Float64Array.from(rows, ({ answer }) => Number(answer === first)),
      },
      resampling,
      purpose,
    ),
    equal: sharesByCell(
      { ...observed, cellOf, value: Float64Array.from(rows, ({ answer }) => Number(answer === null)) },
      resampling,
      purpose,
    ),
  }
  const named = classes.flatMap((name, cell) => (name === '' ? [] : [{ name, cells: [cell] }]))
  const groups = [{ name: null, cells: classes.map((_, cell) => cell) }, ...named]
  return groups.map(({ name, cells }) => preference({ first, second }, { className: name, cells, shares }))
}

interface PairShares {
  readonly first: SharesByCell
  readonly equal: SharesByCell
}

function preference(
  { first, second }: Pair,
  { className, cells, shares }: { className: string | null; cells: readonly number[]; shares: PairShares },
): PairPreference {
  const firstShare = pooledShare(shares.first, cells, `Share of ${first} among ratings with a preference`)
  const equalShare = pooledShare(shares.equal, cells, 'Share of "both equally reasonable"')
  const counts = [firstShare.successes, firstShare.total - firstShare.successes] as const
  return {
    firstModelId: first,
    secondModelId: second,
    className,
    firstPreferred: counts[0],
    secondPreferred: counts[1],
    equal: equalShare.successes,
    firstShare,
    equalShare,
    tests: [binomialTest(first, second, counts), evenChiSquare(first, second, counts)],
  }
}

/** The exact two-sided test that both models are preferred equally often; ties are left out. */
function binomialTest(first: string, second: string, counts: readonly [number, number]): TestResult {
  const n = counts[0] + counts[1]
  return {
    ...preferenceTest(first, second, counts),
    statistic: counts[0],
    degreesOfFreedom: null,
    p: n === 0 ? null : Math.min(1, 2 * fairCoinCdf(Math.min(...counts), n)),
    method:
      'Exact binomial test of equal preference, ties left out. It takes ratings as independent: read it beside the ' +
      'interval that resamples raters and images',
  }
}

/**
 * Pearson's chi-square of both preferences against half of their sum each: what arXiv 2302.08878 gives for its first
 * experiment.
 */
function evenChiSquare(first: string, second: string, counts: readonly [number, number]): TestResult {
  const half = (counts[0] + counts[1]) / 2
  return {
    ...preferenceTest(first, second, counts),
    ...chiSquareOfCounts(counts, [half, half]),
    method:
      'Chi-square test of equal preference, ties left out, as in arXiv 2302.08878. It takes ratings as independent',
  }
}

function preferenceTest(
  first: string,
  second: string,
  counts: readonly [number, number],
): Pick<TestResult, 'comparison' | 'holmP' | 'effects' | 'n' | 'seed'> {
  const n = counts[0] + counts[1]
  return {
    comparison: `${first} against ${second}`,
    holmP: null,
    effects: [
      {
        measure: "Cohen's h",
        estimate: n === 0 ? null : cohenH(counts[0] / n, 0.5),
        interval: null,
        method: "Cohen's h of the share that preferred the first against one half",
        n,
        seed: null,
      },
    ],
    n,
    seed: null,
  }
}
