import { countText } from '../../../shared/count-text'
import type { Estimate } from '../../../shared/analysis-estimate'
import type { StudyAnalysis } from '../../../shared/analysis-study'
import type { IntervalValue } from '../charts/interval-chart'
import type { NumberFormat } from '../charts/number-format'
import { modelColours } from './model-colours'

/** What the figures of one analysis share. */
export interface FigureContext {
  readonly analysis: StudyAnalysis
  readonly format: NumberFormat
  /** A model as axes and tables name it; null stands for all models. */
  nameOf(modelId: string | null): string
  /** The same in every figure. */
  colourOf(modelId: string): string
  /** What everything rests on, for captions. */
  readonly n: string
}

export function figureContext(analysis: StudyAnalysis, format: NumberFormat): FigureContext {
  const { models } = analysis.design
  const names = new Map(models.map((model) => [model.modelId, modelName(model)]))
  const colours = modelColours(models)
  const { ratings, raters, items, sources } = analysis.data
  const kinds = sources.map(({ source }) => (source === 'simulated' ? 'SIMULATED' : source)).join(' and ')
  return {
    analysis,
    format,
    nameOf: (id) => (id === null ? 'all models' : (names.get(id) ?? id)),
    colourOf: (id) => colours.get(id) ?? '#0072B2',
    n: `n = ${countText(ratings, `${kinds} rating`)} of ${countText(items, 'item')} by ${countText(raters, 'rater')}.`,
  }
}

/** Names that do not say their compression rate get it behind them. */
function modelName({ label, cpr }: StudyAnalysis['design']['models'][number]): string {
  return cpr === null || /cpr[-_ ]?\d/i.test(label) ? label : `${label} (CPR ${Number(cpr.toPrecision(4))})`
}

/** An estimate as a point of a chart; null where there is none. */
export function asPoint({ estimate, interval }: Estimate): IntervalValue | null {
  return estimate === null
    ? null
    : { value: estimate, low: interval?.lower ?? null, high: interval?.upper ?? null }
}

/** Columns of a table: the first of words, the others of numbers unless they are named as words. */
export function columns(first: string, others: readonly string[], words: readonly string[] = []) {
  return [
    { label: first, isNumber: false },
    ...others.map((label) => ({ label, isNumber: !words.includes(label) })),
  ]
}
