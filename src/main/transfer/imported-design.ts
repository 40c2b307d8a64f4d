import type { AnalysisDesign } from '../../shared/analysis-design'
import type { RatingRow } from '../../shared/rating-row'

/** A compression rate as people write it into a model's name: `nonpruned`, `2pruned`, `cpr-32`; null without one. */
export function rateInName(name: string): number | null {
  if (/^(non|un)-?pruned|original|baseline|^full$/i.test(name)) return 1
  const written = /\d+(\.\d+)?/.exec(name)?.[0]
  const rate = written === undefined ? 0 : Number(written)
  return rate >= 1 ? rate : null
}

/**
 * What can be known of ratings that came as a file: their models with the rates in their names, unless `rates` says
 * otherwise, lowest first.
 */
export function importedDesign(
  rows: readonly RatingRow[],
  rates: ReadonlyMap<string, number>,
): AnalysisDesign {
  const names = new Set(
    rows.flatMap((row) => (row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId])),
  )
  const models = [...names].map((name) => ({
    modelId: name,
    label: name,
    cpr: rates.get(name) ?? rateInName(name),
    accuracy: null,
  }))
  const points = rows.flatMap((row) => (row.task === 'likert' && row.answer !== null ? [row.answer] : []))
  const ends = (pick: (a: number, b: number) => number): number => points.reduce((a, b) => pick(a, b))
  return {
    models: models.sort(
      (a, b) => (a.cpr ?? Infinity) - (b.cpr ?? Infinity) || a.label.localeCompare(b.label, 'en'),
    ),
    scale: points.length === 0 ? null : { minimum: ends(Math.min), maximum: ends(Math.max) },
    raters: [],
    predictions: [],
  }
}
