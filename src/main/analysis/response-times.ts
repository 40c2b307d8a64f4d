import type { Estimate } from '../../shared/analysis-estimate'
import type { ResponseTimes } from '../../shared/analysis-raters'
import type { RatingRow } from '../../shared/rating-row'
import { compressionPlace, modelGroup } from './agreement'
import { drawInto } from './cluster-bootstrap'
import { crossedClusters } from './crossed-clusters'
import { indexIds } from './index-ids'
import { median } from '../../shared/median'
import { percentileInterval } from './quantile'
import type { Resampling } from './resampling'
import { seededRandom } from '../../shared/seeded-random'
import { pooledShare, sharesByCell } from './shares'

/** Outliers lie further from the median, in scaled median absolute deviations of log times. */
const outlierDeviations = 3
/** Makes the median absolute deviation of normal data equal to their standard deviation. */
const deviationScale = 1.4826

const outlierRule =
  `Times count unless their logarithm is more than ${outlierDeviations} scaled median absolute deviations from the median ` +
  'of all logarithms (Leys et al. 2013); logarithms, because times are skewed'

type TimedRow = RatingRow & { readonly responseMs: number }

/**
 * Median response times per model, and accuracy against speed. Rows without a time are left out.
 * @param modelIds lowest compression rate first, which is the order of the medians
 */
export function responseTimes(
  rows: readonly RatingRow[],
  modelIds: readonly string[],
  resampling: Resampling,
): ResponseTimes {
  const measured = rows.filter((row): row is TimedRow => row.responseMs !== null)
  const kept = withoutOutliers(measured)
  const { ids: groups, indexOf: groupOf } = indexIds(kept.map(modelGroup))
  const placeOf = compressionPlace(modelIds)
  const places = new Map(groups.map((group, index) => [group, placeOf(kept[groupOf.indexOf(index)]!)]))
  return {
    outlierRule,
    measured: measured.length,
    outliers: measured.length - kept.length,
    byModel: medians(kept, { groups, groupOf, resampling }).sort(
      (a, b) => places.get(a.modelId)! - places.get(b.modelId)!,
    ),
    speedAccuracy: speedAccuracy(kept, resampling),
  }
}

function withoutOutliers(rows: readonly TimedRow[]): readonly TimedRow[] {
  if (rows.length === 0) return rows
  // A time of 0 has no logarithm; one millisecond stands for it, and is an outlier where others take seconds.
  const logs = rows.map(({ responseMs }) => Math.log(Math.max(responseMs, 1)))
  const centre = median(logs)!
  const deviation = deviationScale * median(logs.map((log) => Math.abs(log - centre)))!
  if (!(deviation > 0)) return rows
  return rows.filter((_, index) => Math.abs(logs[index]! - centre) <= outlierDeviations * deviation)
}

function medians(
  rows: readonly TimedRow[],
  { groups, groupOf, resampling }: { groups: readonly string[]; groupOf: Int32Array; resampling: Resampling },
): ResponseTimes['byModel'] {
  const replicates = resampledMedians(rows, { groups: groups.length, groupOf, resampling })
  return groups.map((modelId, group) => {
    const own = rows.filter((_, row) => groupOf[row] === group).map(({ responseMs }) => responseMs)
    const estimate = median(own) ?? NaN
    const { level, seed } = resampling
    const drawn = replicates
      ? `; percentile interval of ${resampling.replicates} bootstrap resamples of raters and images`
      : ''
    const medianMs: Estimate = {
      estimate,
      interval: replicates && percentileInterval(replicates[group]!, estimate, level),
      method: `Median response time in milliseconds, without outliers${drawn}`,
      n: own.length,
      seed: replicates ? seed : null,
    }
    return { modelId, medianMs }
  })
}

/** Weighted medians under resampled raters and images, by group: rows are sorted by time once for all resamples. */
function resampledMedians(
  rows: readonly TimedRow[],
  { groups, groupOf, resampling }: { groups: number; groupOf: Int32Array; resampling: Resampling },
): Float64Array[] | null {
  if (resampling.replicates === 0 || rows.length === 0) return null
  const { raterOf, imageOf, raters, images } = crossedClusters(rows)
  const raterWeights = new Float64Array(raters)
  const imageWeights = new Float64Array(images)
  const order = rows.map((_, row) => row).sort((a, b) => rows[a]!.responseMs - rows[b]!.responseMs)
  const byGroup = Array.from({ length: groups }, (_, group) =>
    Int32Array.from(order.filter((row) => groupOf[row] === group)),
  )
  const random = seededRandom(resampling.seed, 'clusters', 'response times')
  const result = byGroup.map(() => new Float64Array(resampling.replicates))
  for (let replicate = 0; replicate < resampling.replicates; replicate++) {
    drawInto(raterWeights, random.below)
    drawInto(imageWeights, random.below)
    const weightOf = (row: number): number => raterWeights[raterOf[row]!]! * imageWeights[imageOf[row]!]!
    for (const [group, sorted] of byGroup.entries()) {
      result[group]![replicate] = rows[middleRow(sorted, weightOf)]?.responseMs ?? NaN
    }
  }
  return result
}

/** The first of sorted rows at which half of the weight is reached; -1 without weight. */
function middleRow(sorted: Int32Array, weightOf: (row: number) => number): number {
  let total = 0
  for (const row of sorted) total += weightOf(row)
  let below = 0
  for (const row of sorted) {
    below += weightOf(row)
    if (below > 0 && 2 * below >= total) return row
  }
  return -1
}

const quarters = 4

/** Quarters of each rater's own times, so that slow raters and slow answers are not confused. */
function speedAccuracy(rows: readonly TimedRow[], resampling: Resampling): ResponseTimes['speedAccuracy'] {
  const known = rows.filter((row) => row.task === 'classify' && row.className !== null)
  const quarterOf = new Int32Array(known.length).fill(-1)
  const places = known.map((_, row) => row)
  for (const own of Map.groupBy(places, (row) => known[row]!.raterId).values()) {
    if (own.length < quarters) continue
    own.sort((a, b) => known[a]!.responseMs - known[b]!.responseMs)
    for (const [rank, row] of own.entries()) quarterOf[row] = Math.floor((quarters * rank) / own.length)
  }
  if (!quarterOf.some((quarter) => quarter >= 0)) return []
  const shares = sharesByCell(
    {
      clusters: crossedClusters(known),
      cellOf: quarterOf,
      value: Float64Array.from(known, ({ answer, className }) => Number(answer === className)),
      cells: quarters,
    },
    resampling,
    'speed and accuracy',
  )
  return Array.from({ length: quarters }, (_, quarter) => ({
    quarter: quarter + 1,
    medianMs: median(
      known.filter((_, row) => quarterOf[row] === quarter).map(({ responseMs }) => responseMs),
    )!,
    accuracy: pooledShare(shares, [quarter], "Share correct in this quarter of each rater's own times"),
  }))
}
