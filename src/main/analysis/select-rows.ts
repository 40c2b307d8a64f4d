import type { AnalysisDesign, AnalysisOptions } from '../../shared/analysis-design'
import type { StudyAnalysis } from '../../shared/analysis-study'
import type { RatingRow } from '../../shared/rating-row'

/** The ratings that an analysis uses, and how many it leaves out for what reason. */
export interface SelectedRows<R extends RatingRow> {
  readonly rows: readonly R[]
  readonly exclusions: StudyAnalysis['data']['exclusions']
}

/** Applies sources, filters and exclusions. A rating is counted for the first reason that applies. */
export function selectRows<R extends RatingRow>(
  rows: readonly R[],
  design: AnalysisDesign,
  options: AnalysisOptions,
): SelectedRows<R> {
  const reasonOf = exclusionReasons(design, options)
  const counts = new Map<string, number>()
  const used = rows.filter((row) => {
    const reason = reasonOf(row)
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    return reason === null
  })
  return { rows: used, exclusions: [...counts].map(([reason, ratings]) => ({ reason, ratings })) }
}

/** Tells why a row is left out; null for one that is used. */
export function exclusionReasons(
  { models, raters }: AnalysisDesign,
  { sources, filter, excludedRaters }: AnalysisOptions,
): (row: RatingRow) => string | null {
  const known = new Set(models.map(({ modelId }) => modelId))
  const groupOf = new Map(raters.map(({ raterId, group }) => [raterId, group]))
  const excluded = new Map(excludedRaters.map(({ raterId, reason }) => [raterId, reason]))
  const outside = (wanted: readonly string[] | null, value: string | null | undefined): boolean =>
    wanted !== null && !wanted.includes(value ?? '')
  return (row) => {
    const modelIds = row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId]
    const reason = excluded.get(row.raterId)
    if (!sources.includes(row.source)) return `Source: ${row.source}`
    if (modelIds.some((id) => !known.has(id))) return 'Model that the design does not name'
    if (reason !== undefined) return `Rater excluded: ${reason}`
    if (outside(filter.sites, row.site)) return 'Filter: other site'
    if (outside(filter.classNames, row.className)) return 'Filter: other class'
    if (modelIds.some((id) => outside(filter.modelIds, id))) return 'Filter: other model'
    if (outside(filter.raterGroups, groupOf.get(row.raterId))) return 'Filter: other rater group'
    return null
  }
}
