import type { Agreement } from '../../shared/analysis-agreement'
import type { AlphaInfluence, AlphaResult, DifferenceMetric } from '../../shared/analysis-alpha'
import type { AnalysisOptions } from '../../shared/analysis-design'
import type { RatingRow } from '../../shared/rating-row'
import { krippendorffAlpha } from './alpha'
import { alphaInfluences } from './alpha-influence'
import { type Rating, reliabilityTable } from './reliability-table'

/** What counts as an answer, and what as a difference between two answers. */
interface Coding {
  readonly text: string
  readonly metric: DifferenceMetric
  /** Null is missing. */
  readonly valueOf: (row: RatingRow) => string | number | null
}

/** Stands for "I don't know" and "both equally": no class or model has an empty name. */
const noChoice = ''

/**
 * How far raters agree about items: overall, per model, class and site, with other codings for comparison, and without
 * each item and each rater. The first coding is the one to report.
 *
 * @param rows of one task, at least one
 * @param modelIds lowest compression rate first
 */
export function agreement(
  rows: readonly RatingRow[],
  modelIds: readonly string[],
  options: AnalysisOptions,
): Agreement {
  const [coding, ...others] = codingsOf(rows[0]!.task, modelIds, options.noChoiceForAlpha)
  const alphaOf = (kept: readonly RatingRow[], { metric, valueOf }: Coding): AlphaResult =>
    krippendorffAlpha(toRatings(kept, valueOf), {
      metric,
      resample: options.alphaResampling,
      replicates: options.replicates,
      seed: options.seed,
      level: options.level,
    })
  const byGroup = (
    groupOf: (row: RatingRow) => string | null,
    placeOf: (row: RatingRow) => number = () => 0,
  ): Agreement['byModel'] => {
    const groups = [...Map.groupBy(rows, groupOf)].flatMap(([group, kept]) =>
      group === null ? [] : [{ group, place: placeOf(kept[0]!), kept }],
    )
    return groups
      .sort((a, b) => a.place - b.place || (a.group < b.group ? -1 : 1))
      .map(({ group, kept }) => ({ group, result: alphaOf(kept, coding!) }))
  }
  const influences = alphaInfluences(reliabilityTable(toRatings(rows, coding!.valueOf)), coding!.metric)
  const largest = (each: readonly AlphaInfluence[]): AlphaInfluence[] =>
    each
      .toSorted((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0))
      .slice(0, options.influenceLimit)
  return {
    coding: coding!.text,
    overall: alphaOf(rows, coding!),
    alternatives: others.map((other) => ({ group: other.text, result: alphaOf(rows, other) })),
    byModel: byGroup(modelGroup, compressionPlace(modelIds)),
    byClass: byGroup(({ className }) => className),
    bySite: byGroup(({ site }) => site),
    itemInfluence: largest(influences.units),
    raterInfluence: largest(influences.raters),
  }
}

/** The model of a row; with pairs, both models in alphabetical order. */
export function modelGroup(row: RatingRow): string {
  return row.task === 'pair' ? [row.leftModelId, row.rightModelId].sort().join(' / ') : row.modelId
}

/** Places of rows from low to high compression; of pairs by the less and then the more pruned model. */
export function compressionPlace(modelIds: readonly string[]): (row: RatingRow) => number {
  const rank = new Map(modelIds.map((id, index) => [id, index]))
  return (row) => {
    if (row.task !== 'pair') return rank.get(row.modelId)!
    const [left, right] = [rank.get(row.leftModelId)!, rank.get(row.rightModelId)!]
    return Math.min(left, right) * modelIds.length + Math.max(left, right)
  }
}

/** One by one: a list of a million would only have to be cleared away. */
function* toRatings(rows: readonly RatingRow[], valueOf: Coding['valueOf']): Generator<Rating> {
  for (const row of rows) yield { unit: row.itemId, rater: row.raterId, value: valueOf(row) }
}

function codingsOf(
  task: RatingRow['task'],
  modelIds: readonly string[],
  noChoiceAs: AnalysisOptions['noChoiceForAlpha'],
): Coding[] {
  const own: Coding['valueOf'] = (row) => row.answer ?? noChoice
  const missing: Coding['valueOf'] = (row) => row.answer
  switch (task) {
    case 'classify': {
      const asCategory = { text: 'The class named; "I don\'t know" is an answer of its own', valueOf: own }
      const asMissing = { text: 'The class named; "I don\'t know" is missing', valueOf: missing }
      return preferred(asCategory, asMissing, noChoiceAs)
    }
    case 'pair':
      return pairCodings(modelIds, noChoiceAs)
    case 'likert':
      return (['ordinal', 'interval', 'nominal'] as const).map((metric) => ({
        text: `The point of the scale, ${metric} differences; "I don't know" is missing`,
        metric,
        valueOf: missing,
      }))
  }
}

/**
 * Pairs of models are put together by "the less or the more pruned one": with the models' names, raters would seem to
 * agree because each name can be chosen in some pairs only.
 */
function pairCodings(modelIds: readonly string[], noChoiceAs: AnalysisOptions['noChoiceForAlpha']): Coding[] {
  const rank = new Map(modelIds.map((id, index) => [id, index]))
  const valueOf: Coding['valueOf'] = (row) => {
    if (row.task !== 'pair' || row.answer === null) return null
    const other = row.answer === row.leftModelId ? row.rightModelId : row.leftModelId
    return rank.get(row.answer)! < rank.get(other)! ? 'less pruned' : 'more pruned'
  }
  const asCategory = {
    text: 'The less or the more pruned model; "both equally" is an answer of its own',
    valueOf: (row: RatingRow) => valueOf(row) ?? noChoice,
  }
  const asMissing = { text: 'The less or the more pruned model; "both equally" is missing', valueOf }
  return [
    ...preferred(asCategory, asMissing, noChoiceAs),
    {
      text: "The model's name: higher where there are several pairs, as each name can be chosen in some of them only",
      metric: 'nominal',
      valueOf: (row) => row.answer ?? noChoice,
    },
    {
      text: 'The side of the screen, as published (arXiv 2302.08878): says little, as sides are random',
      metric: 'nominal',
      valueOf: sideChosen,
    },
  ]
}

type NominalCoding = Omit<Coding, 'metric'>

function preferred(asCategory: NominalCoding, asMissing: NominalCoding, noChoiceAs: string): Coding[] {
  const order = noChoiceAs === 'category' ? [asCategory, asMissing] : [asMissing, asCategory]
  return order.map((coding) => ({ ...coding, metric: 'nominal' }))
}

/** `left`, `right` or no choice. */
export function sideChosen(row: RatingRow): string {
  if (row.task !== 'pair' || row.answer === null) return noChoice
  return row.answer === row.leftModelId ? 'left' : 'right'
}
