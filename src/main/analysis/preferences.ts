import type { Share } from '../../shared/analysis-accuracy'
import type { TestResult } from '../../shared/analysis-estimate'
import type { PairPreference } from '../../shared/analysis-preference'
import type { PairRow } from '../../shared/rating-row'
import { chiSquareOfCounts } from './chi-square'
import { type ClusteredError, crossedClusters } from './crossed-clusters'
import { fairCoinCdf, studentTwoSided } from './distributions'
import { indexIds } from './index-ids'
import { cohenH } from './proportions'
import type { Resampling } from './resampling'
import { pooledShare, shareError, sharesByCell, type SharesByCell } from './shares'

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
    clusters: crossedClusters(rows),
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

/** The share of "both equally reasonable" among all answers, whatever the pair. */
export function equalShare(rows: readonly PairRow[], resampling: Resampling): Share {
  const values = {
    clusters: crossedClusters(rows),
    cellOf: new Int32Array(rows.length),
    value: Float64Array.from(rows, ({ answer }) => Number(answer === null)),
    cells: 1,
  }
  const shares = sharesByCell(values, resampling, 'preference, equal')
  return pooledShare(shares, [0], 'Share of "both equally reasonable" among all answers')
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
  return {
    firstModelId: first,
    secondModelId: second,
    className,
    firstPreferred: firstShare.successes,
    secondPreferred: firstShare.total - firstShare.successes,
    equal: equalShare.successes,
    firstShare,
    equalShare,
    tests: [
      clusteredTest({ first, second }, firstShare, shareError(shares.first, cells)),
      binomialTest({ first, second }, firstShare),
      evenChiSquare({ first, second }, firstShare),
    ],
  }
}

/** The test of equal preference that respects raters and images; ties are left out. */
function clusteredTest(
  pair: Pair,
  share: Share,
  { standardError, degreesOfFreedom }: ClusteredError,
): TestResult {
  const statistic = standardError > 0 ? (share.successes / share.total - 0.5) / standardError : null
  return {
    ...preferenceTest(pair, share),
    statistic,
    degreesOfFreedom: statistic === null ? null : degreesOfFreedom,
    p: statistic === null ? null : studentTwoSided(statistic, degreesOfFreedom),
    method:
      'Share of preferences against one half, ties left out, t test with a standard error for crossed clusters of raters ' +
      'and images (Cameron, Gelbach and Miller 2011)',
  }
}

/** The exact two-sided test that both models are preferred equally often; ties are left out. */
function binomialTest(pair: Pair, share: Share): TestResult {
  const { successes, total } = share
  return {
    ...preferenceTest(pair, share),
    statistic: successes,
    degreesOfFreedom: null,
    p: total === 0 ? null : Math.min(1, 2 * fairCoinCdf(Math.min(successes, total - successes), total)),
    method: 'Exact binomial test of equal preference, ties left out. It takes ratings as independent',
  }
}

/**
 * Pearson's chi-square of both preferences against half of their sum each: what arXiv 2302.08878 gives for its first
 * experiment.
 */
function evenChiSquare(pair: Pair, share: Share): TestResult {
  const half = share.total / 2
  return {
    ...preferenceTest(pair, share),
    ...chiSquareOfCounts([share.successes, share.total - share.successes], [half, half]),
    method:
      'Chi-square test of equal preference, ties left out, as in arXiv 2302.08878. It takes ratings as independent',
  }
}

function preferenceTest(
  { first, second }: Pair,
  { successes, total, clustered }: Share,
): Pick<TestResult, 'comparison' | 'holmP' | 'effects' | 'n' | 'seed'> {
  const { estimate, interval } = clustered
  return {
    comparison: `${first} against ${second}`,
    holmP: null,
    effects: [
      {
        measure: "Cohen's h",
        estimate: estimate === null ? null : cohenH(estimate, 0.5),
        interval: interval && {
          ...interval,
          lower: cohenH(interval.lower, 0.5),
          upper: cohenH(interval.upper, 0.5),
        },
        method: `Cohen's h of the share that preferred ${first} against one half: ${successes} of ${total}; interval from that of the share`,
        n: total,
        seed: clustered.seed,
      },
    ],
    n: total,
    seed: null,
  }
}
