import type { AnalysisDesign, AnalysisOptions } from '../../shared/analysis-design'
import type { CarelessnessSign, RaterQuality } from '../../shared/analysis-raters'
import type { RatingRow } from '../../shared/rating-row'
import { sideChosen } from './agreement'
import { median } from '../../shared/median'

/** Where a rater counts as careless. */
const limits = {
  /** Share of attention checks failed, with at least two failed: one slip is human. */
  failedCheckShare: 1 / 3,
  failedChecks: 2,
  /** Share of answers below the minimum response time. */
  fastShare: 0.1,
  /** Share of one answer (with pairs, of one side), among at least so many ratings. */
  commonestShare: 0.9,
  commonestRatings: 20,
} as const

/** What is known of every rater's care, in the order of their ids. */
export function raterQuality(
  rows: readonly RatingRow[],
  design: AnalysisDesign,
  { minimumResponseMs }: AnalysisOptions,
): RaterQuality[] {
  const checks = new Map(design.raters.map((rater) => [rater.raterId, rater]))
  const byRater = [...Map.groupBy(rows, ({ raterId }) => raterId)].sort(([a], [b]) => (a < b ? -1 : 1))
  return byRater.map(([raterId, own]) => {
    const times = own.flatMap(({ responseMs }) => responseMs ?? [])
    const fast = times.filter((time) => time < minimumResponseMs).length
    const quality = {
      raterId,
      ratings: own.length,
      medianMs: median(times),
      fastShare: times.length > 0 ? fast / times.length : null,
      commonestShare: commonestShare(own),
      checksShown: checks.get(raterId)?.checksShown ?? 0,
      checksFailed: checks.get(raterId)?.checksFailed ?? 0,
    }
    return { ...quality, signs: signsOf(quality) }
  })
}

function commonestShare(rows: readonly RatingRow[]): number {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const answer = row.task === 'pair' ? sideChosen(row) : String(row.answer)
    counts.set(answer, (counts.get(answer) ?? 0) + 1)
  }
  return Math.max(...counts.values()) / rows.length
}

function signsOf(quality: Omit<RaterQuality, 'signs'>): CarelessnessSign[] {
  const { checksShown, checksFailed, fastShare, ratings } = quality
  const signs: CarelessnessSign[] = []
  if (checksFailed >= limits.failedChecks && checksFailed / checksShown > limits.failedCheckShare) {
    signs.push('failed-checks')
  }
  if (fastShare !== null && fastShare > limits.fastShare) signs.push('too-fast')
  if (ratings >= limits.commonestRatings && quality.commonestShare >= limits.commonestShare) {
    signs.push('straight-lining')
  }
  return signs
}
