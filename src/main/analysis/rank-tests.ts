import { chiSquareSurvival, normalTwoSided } from './distributions'

/** A rank test: its statistic, its two-sided p-value and the size of the effect that goes with it. */
export interface RankTest {
  readonly statistic: number
  readonly degreesOfFreedom: number | null
  readonly p: number
  readonly effect: number
}

/** Ranks from 1, equal values sharing their mean rank, and Σ (t³ - t) over groups of t equal values. */
export function averageRanks(values: readonly number[]): { ranks: number[]; tieSum: number } {
  const order = values.map((_, index) => index).sort((a, b) => values[a]! - values[b]!)
  const ranks = new Array<number>(values.length)
  let tieSum = 0
  for (let from = 0; from < order.length;) {
    let to = from + 1
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++
    for (let place = from; place < to; place++) ranks[order[place]!] = (from + 1 + to) / 2
    tieSum += (to - from) ** 3 - (to - from)
    from = to
  }
  return { ranks, tieSum }
}

/** Up to this many differences without ties the exact distribution is used, as in SciPy. */
const exactLimit = 50

/**
 * Wilcoxon's signed-rank test of paired differences (Wilcoxon 1945); zero differences are left out. Exact for up to 50
 * differences without ties, otherwise normal with the correction for ties. The statistic is the sum of the ranks of
 * positive differences, the effect the matched-pairs rank-biserial correlation (Kerby 2014), in [-1, 1]. Null where all
 * differences are zero.
 */
export function wilcoxonSignedRank(differences: readonly number[]): RankTest | null {
  const used = differences.filter((difference) => difference !== 0)
  if (used.length === 0) return null
  const { ranks, tieSum } = averageRanks(used.map(Math.abs))
  const positive = used.reduce((sum, difference, index) => sum + (difference > 0 ? ranks[index]! : 0), 0)
  const n = used.length
  const total = (n * (n + 1)) / 2
  const exact = tieSum === 0 && n <= exactLimit && used.length === differences.length
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - tieSum / 48)
  const p = exact ? exactSignedRank(positive, n) : normalTwoSided((positive - total / 2) / deviation)
  return { statistic: positive, degreesOfFreedom: null, p, effect: (2 * positive) / total - 1 }
}

/** Twice the smaller tail of the number of subsets of 1 to n with a given sum. */
function exactSignedRank(positive: number, n: number): number {
  const total = (n * (n + 1)) / 2
  const ways = new Float64Array(total + 1)
  ways[0] = 1
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = total; sum >= rank; sum--) ways[sum]! += ways[sum - rank]!
  }
  const smaller = Math.min(positive, total - positive)
  const tail = ways.subarray(0, smaller + 1).reduce((sum, count) => sum + count, 0)
  return Math.min(1, (2 * tail) / 2 ** n)
}

/**
 * Friedman's test that all columns of a table of blocks (rows) are alike (Friedman 1937), with the correction for ties.
 * The effect is Kendall's W, from 0 for no to 1 for full agreement of the blocks. Null for fewer than two rows or
 * columns, or where every row is constant.
 */
export function friedmanTest(blocks: readonly (readonly number[])[]): RankTest | null {
  const [rows, columns] = [blocks.length, blocks[0]?.length ?? 0]
  if (rows < 2 || columns < 2) return null
  const sums = new Array<number>(columns).fill(0)
  let ties = 0
  for (const block of blocks) {
    const { ranks, tieSum } = averageRanks(block)
    for (const [column, rank] of ranks.entries()) sums[column]! += rank
    ties += tieSum
  }
  const correction = 1 - ties / (rows * columns * (columns * columns - 1))
  if (correction <= 0) return null
  const squares = sums.reduce((total, sum) => total + sum * sum, 0)
  const statistic =
    ((12 / (rows * columns * (columns + 1))) * squares - 3 * rows * (columns + 1)) / correction
  const degreesOfFreedom = columns - 1
  return {
    statistic,
    degreesOfFreedom,
    p: chiSquareSurvival(statistic, degreesOfFreedom),
    effect: statistic / (rows * degreesOfFreedom),
  }
}

/**
 * Kruskal and Wallis' test that independent groups are alike (1952), with the correction for ties. The effect is
 * epsilon squared (Kelley 1935), from 0 to 1. Null for fewer than two groups, or where all values are equal.
 */
export function kruskalWallisTest(groups: readonly (readonly number[])[]): RankTest | null {
  const used = groups.filter((group) => group.length > 0)
  const values = used.flat()
  const n = values.length
  if (used.length < 2) return null
  const { ranks, tieSum } = averageRanks(values)
  const correction = 1 - tieSum / (n ** 3 - n)
  if (correction <= 0) return null
  let place = 0
  let squares = 0
  for (const group of used) {
    const sum = ranks.slice(place, place + group.length).reduce((total, rank) => total + rank, 0)
    squares += (sum * sum) / group.length
    place += group.length
  }
  const statistic = ((12 / (n * (n + 1))) * squares - 3 * (n + 1)) / correction
  const degreesOfFreedom = used.length - 1
  return {
    statistic,
    degreesOfFreedom,
    p: chiSquareSurvival(statistic, degreesOfFreedom),
    effect: statistic / (n - 1),
  }
}
