import type { FirstLook, QualityLook } from '../../shared/analysis-answer'
import type { AnalysisDesign, AnalysisOptions } from '../../shared/analysis-design'
import type { RatingRow } from '../../shared/rating-row'
import { describeRows, filterChoices, modelsOf, taskOf, unfilteredRows } from './analyse-study'
import { raterQuality } from './rater-quality'
import { selectRows } from './select-rows'
import { sweetSpotOf } from './task-results'

/**
 * The curve of the sweet spot without resampled intervals: what of an analysis can be shown at once, however many ratings
 * there are.
 *
 * @throws StudioError `analysis/bad-input` as `analyseStudy`
 */
export function firstLook(
  rows: readonly RatingRow[],
  design: AnalysisDesign,
  options: AnalysisOptions,
): FirstLook {
  const { rows: used, exclusions } = selectRows(rows, design, options)
  const task = taskOf(used, rows.length, options)
  const choices = filterChoices(unfilteredRows(rows, design, options), design)
  const frame = { design, options: { ...options, replicates: 0 }, modelIds: modelsOf(used, design) }
  return {
    task,
    design,
    data: { ratingsGiven: rows.length, exclusions, choices, ...describeRows(used) },
    sweetSpot: sweetSpotOf(used, task, frame),
  }
}

/** How ratings come in and how carefully they are given: nothing that tells of an effect. Errors as `firstLook`. */
export function qualityLook(
  rows: readonly RatingRow[],
  design: AnalysisDesign,
  options: AnalysisOptions,
): QualityLook {
  const { rows: used, exclusions } = selectRows(rows, design, options)
  const unfiltered = unfilteredRows(rows, design, options)
  return {
    task: taskOf(used, rows.length, options),
    data: {
      ratingsGiven: rows.length,
      exclusions,
      choices: filterChoices(unfiltered, design),
      ...describeRows(used),
    },
    raters: raterQuality(unfiltered, design, options),
  }
}
