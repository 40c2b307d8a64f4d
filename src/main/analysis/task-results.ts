import type { AnalysisDesign, AnalysisOptions } from '../../shared/analysis-design'
import type { PreferenceResult } from '../../shared/analysis-preference'
import type { StudyAnalysis } from '../../shared/analysis-study'
import type { HumanMeasure, SweetSpot } from '../../shared/analysis-sweet-spot'
import { StudioError } from '../../shared/errors'
import type { ClassifyRow, LikertRow, PairRow, RatingRow } from '../../shared/rating-row'
import { confusionTable, humanAccuracy } from './accuracy'
import { bradleyTerry } from './bradley-terry'
import { holmCorrected } from './holm'
import { accuracyResults, type HumanResults, preferenceResults, ratingResults } from './human-results'
import { likertRatings } from './likert'
import { pairedComparisons } from './paired-accuracy'
import { equalShare, pairPreferences } from './preferences'
import { sweetSpot } from './sweet-spot'

/** What all parts of an analysis share. */
export interface Frame {
  readonly design: AnalysisDesign
  readonly options: AnalysisOptions
  /** Models with ratings, lowest compression rate first. */
  readonly modelIds: readonly string[]
}

/** What differs between tasks. */
export type TaskResults = Pick<StudyAnalysis, 'accuracy' | 'preferences' | 'likert' | 'sweetSpot'>

/** The results that belong to the task of the ratings. @throws StudioError `analysis/bad-input` for ratings of an unknown scale */
export function taskResults(rows: readonly RatingRow[], task: RatingRow['task'], frame: Frame): TaskResults {
  const others = {
    accuracy: null,
    preferences: null,
    likert: null,
    sweetSpot: sweetSpotOf(rows, task, frame),
  }
  const { modelIds, options, design } = frame
  switch (task) {
    case 'classify':
      return { ...others, accuracy: accuracyOf(rows as readonly ClassifyRow[], frame) }
    case 'pair':
      return { ...others, preferences: preferencesOf(rows as readonly PairRow[], frame) }
    case 'likert': {
      const own = rows as readonly LikertRow[]
      if (!design.scale) {
        throw new StudioError(
          'analysis/bad-input',
          'The design has no scale. Ratings of a scale need its lowest and highest point, as 1 and 5.',
        )
      }
      return { ...others, likert: likertRatings(own, { modelIds, scale: design.scale, resampling: options }) }
    }
  }
}

/** The task's human measure against the compression rate; null where fewer than two models have a known rate. */
export function sweetSpotOf(
  rows: readonly RatingRow[],
  task: RatingRow['task'],
  { modelIds, design, options }: Frame,
): SweetSpot | null {
  const spot = (measure: HumanMeasure, human: HumanResults) =>
    sweetSpot(measure, human, { models: design.models, resampling: options })
  switch (task) {
    case 'classify':
      return spot('human accuracy', accuracyResults(rows as readonly ClassifyRow[], modelIds))
    case 'pair':
      return spot('preference strength', preferenceResults(rows as readonly PairRow[], modelIds))
    case 'likert':
      return spot('mean rating', ratingResults(rows as readonly LikertRow[], modelIds))
  }
}

function accuracyOf(
  rows: readonly ClassifyRow[],
  { modelIds, options, design }: Frame,
): NonNullable<StudyAnalysis['accuracy']> {
  const predicted = new Map(
    design.predictions.map(({ modelId, imageId, className }) => [
      JSON.stringify([modelId, imageId]),
      className,
    ]),
  )
  const against = rows.flatMap((row) => {
    const className = predicted.get(JSON.stringify([row.modelId, row.imageId]))
    return className === undefined ? [] : [{ ...row, className }]
  })
  return {
    ...humanAccuracy(rows, modelIds, options),
    comparisons: pairedComparisons(rows, modelIds, options.level),
    humanAgainstModel:
      against.length === 0
        ? []
        : [null, ...modelIds].map((modelId) =>
            confusionTable(against, modelId, "Ratings by the model's class (rows) and answer (columns)"),
          ),
  }
}

function preferencesOf(rows: readonly PairRow[], { modelIds, options }: Frame): PreferenceResult {
  const classes = [...new Set(rows.flatMap(({ className }) => className ?? []))].sort()
  const { level } = options
  const pairs = pairPreferences(rows, modelIds, options)
  const corrected = [0, 1, 2].flatMap((test) => [
    ...correctFamily(
      pairs.filter(({ className }) => className === null),
      test,
      'all pairs of models',
    ),
    ...correctFamily(
      pairs.filter(({ className }) => className !== null),
      test,
      'all pairs of models and classes',
    ),
  ])
  return {
    equalShare: equalShare(rows, options),
    pairs: pairs.map((pair) => ({
      ...pair,
      tests: corrected.filter((each) => each.pair === pair).map(({ result }) => result),
    })),
    bradleyTerry: [
      bradleyTerry(rows, { modelIds, className: null, level }),
      ...classes.map((className) =>
        bradleyTerry(
          rows.filter((row) => row.className === className),
          { modelIds, className, level },
        ),
      ),
    ],
  }
}

type Pair = PreferenceResult['pairs'][number]

function correctFamily(
  pairs: readonly Pair[],
  test: number,
  family: string,
): { pair: Pair; result: Pair['tests'][number] }[] {
  const results = holmCorrected(
    pairs.map(({ tests }) => tests[test]!),
    family,
  )
  return pairs.map((pair, index) => ({ pair, result: results[index]! }))
}
