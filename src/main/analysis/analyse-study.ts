import { countText } from '../../shared/count-text'
import type { AnalysisDesign, AnalysisOptions } from '../../shared/analysis-design'
import type { StudyAnalysis } from '../../shared/analysis-study'
import { StudioError } from '../../shared/errors'
import type { RatingRow } from '../../shared/rating-row'
import { agreement } from './agreement'
import { studyFailures } from './failures'
import { raterQuality } from './rater-quality'
import { responseTimes } from './response-times'
import { selectRows } from './select-rows'
import { taskResults } from './task-results'

const noFilter = { sites: null, classNames: null, modelIds: null, raterGroups: null }

/**
 * The whole analysis of one data set as one JSON document. The same rows, design and options give the same digits.
 *
 * Rows may come in any order, except that of several ratings of one item by one rater the first counts for alpha.
 *
 * @throws StudioError `analysis/bad-input` where no rating is left after filters, tasks are mixed, or the design does
 *   not fit the ratings
 */
export function analyseStudy(
  rows: readonly RatingRow[],
  design: AnalysisDesign,
  options: AnalysisOptions,
): StudyAnalysis {
  const { rows: used, exclusions } = selectRows(rows, design, options)
  const task = taskOf(used, rows.length, options)
  const modelIds = modelsOf(used, design)
  const results = taskResults(used, task, { design, options, modelIds })
  const unfiltered = unfilteredRows(rows, design, options)
  const findings = {
    agreement: agreement(used, modelIds, options),
    accuracy: results.accuracy,
    raters: raterQuality(unfiltered, design, options),
    sweetSpot: results.sweetSpot,
  }
  return {
    formatVersion: 1,
    task,
    design,
    options,
    data: {
      ratingsGiven: rows.length,
      exclusions,
      choices: filterChoices(unfiltered, design),
      ...describeRows(used),
    },
    ...results,
    ...findings,
    responseTimes: responseTimes(used, modelIds, options),
    failures: studyFailures(findings),
  }
}

/**
 * The ratings of the wanted sources, filters and excluded raters not heeded: raters are judged by all that they did, since
 * a filter on classes would make honest raters look as if they gave one answer only.
 */
export function unfilteredRows(
  rows: readonly RatingRow[],
  design: AnalysisDesign,
  options: AnalysisOptions,
): readonly RatingRow[] {
  return selectRows(rows, design, { ...options, filter: noFilter, excludedRaters: [] }).rows
}

/** The one task of the rows. @throws StudioError `analysis/bad-input` for none left, and for several */
export function taskOf(
  used: readonly RatingRow[],
  given: number,
  options: AnalysisOptions,
): RatingRow['task'] {
  const tasks = [...new Set(used.map(({ task }) => task))]
  if (tasks.length === 1) return tasks[0]!
  if (tasks.length > 1) {
    throw new StudioError(
      'analysis/bad-input',
      `The ratings answer different questions: ${tasks.join(', ')}. Analyse one task at a time.`,
    )
  }
  throw new StudioError(
    'analysis/bad-input',
    `Of ${countText(given, 'rating')} none is left to analyse. Sources: ${options.sources.join(', ')}. Look at sources, filters and ` +
      'excluded raters, and whether the design names the models of the ratings.',
  )
}

/** Models with ratings, lowest compression rate first. */
export function modelsOf(rows: readonly RatingRow[], { models }: AnalysisDesign): string[] {
  const rated = new Set(
    rows.flatMap((row) => (row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId])),
  )
  return models
    .filter(({ modelId }) => rated.has(modelId))
    .toSorted((a, b) => (a.cpr ?? Infinity) - (b.cpr ?? Infinity))
    .map(({ modelId }) => modelId)
}

function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values)].filter((value) => value !== null).sort()
}

/** Every value that a filter can take. */
export function filterChoices(
  rows: readonly RatingRow[],
  design: AnalysisDesign,
): StudyAnalysis['data']['choices'] {
  const raterIds = new Set(rows.map(({ raterId }) => raterId))
  const groups = design.raters.flatMap(({ raterId, group }) => (raterIds.has(raterId) ? [group] : []))
  return {
    sites: distinct(rows.map(({ site }) => site)),
    classNames: distinct(rows.map(({ className }) => className)),
    modelIds: modelsOf(rows, design),
    raterGroups: distinct(groups),
  }
}

/** What rows there are. */
export function describeRows(
  rows: readonly RatingRow[],
): Omit<StudyAnalysis['data'], 'ratingsGiven' | 'exclusions' | 'choices'> {
  return {
    ratings: rows.length,
    raters: distinct(rows.map(({ raterId }) => raterId)).length,
    items: distinct(rows.map(({ itemId }) => itemId)).length,
    images: distinct(rows.map(({ imageId }) => imageId)).length,
    classes: distinct(rows.map(({ className }) => className)),
    sites: distinct(rows.map(({ site }) => site)),
    sources: [...Map.groupBy(rows, ({ source }) => source)].map(([source, own]) => ({
      source,
      ratings: own.length,
    })),
  }
}
