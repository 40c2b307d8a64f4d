import type { Estimate, Interval } from '../../shared/analysis-estimate'
import type {
  PlannedRating,
  PlanSimulation,
  SimulationOptions,
  StudyAssumption,
} from '../../shared/analysis-planning'
import { StudioError } from '../../shared/errors'
import type { ClassifyRow, PairRow } from '../../shared/rating-row'
import { alphaOfRows, pairablePatterns } from './alpha-point'
import { holmCorrected } from './holm'
import { clusteredComparisons } from './paired-accuracy'
import { pairPreferences } from './preferences'
import { wilsonInterval } from './proportions'
import { quantileOfSorted } from './quantile'
import { reliabilityTable } from './reliability-table'
import { simulateRatings } from './simulate-ratings'

/**
 * What a plan can show: many studies are simulated under the assumptions and analysed as the real one will be.
 *
 * @throws StudioError `analysis/bad-input` for an empty plan, models without an assumption, or a plan of another task
 */
export function simulatePlan(
  plan: readonly PlannedRating[],
  assumption: StudyAssumption,
  options: SimulationOptions,
): PlanSimulation {
  checkPlan(plan, assumption)
  const modelIds = Object.keys(assumption.task === 'pair' ? assumption.logStrengths : assumption.accuracies)
  const studies = Array.from({ length: options.studies }, (_, study) => {
    const rows = simulateRatings(plan, assumption, { seed: options.seed, study })
    return { findings: findingsOf(rows, modelIds, options.level), alpha: alphaOf(rows) }
  })
  const comparisons = studies[0]!.findings.map(({ comparison }, index) => {
    const own = studies.map(({ findings }) => findings[index]!)
    const found = own.filter(({ isFound }) => isFound).length
    return {
      comparison,
      power: {
        estimate: found / own.length,
        interval: wilsonInterval(found, own.length, options.level),
        method: `Share of ${own.length} simulated studies in which the difference is found after Holm's correction; Wilson's interval`,
        n: own.length,
        seed: options.seed,
      },
      halfWidth: middleOf(
        own.map(({ halfWidth }) => halfWidth),
        'half-width of the interval',
        options,
      ),
    }
  })
  const distinct = (values: readonly string[]): number => new Set(values).size
  return {
    isSimulated: true,
    ratings: plan.length,
    raters: distinct(plan.map(({ raterId }) => raterId)),
    images: distinct(plan.map(({ imageId }) => imageId)),
    comparisons,
    alpha: middleOf(
      studies.map(({ alpha }) => alpha),
      "Krippendorff's alpha, nominal",
      options,
    ),
  }
}

function checkPlan(plan: readonly PlannedRating[], assumption: StudyAssumption): void {
  const known = assumption.task === 'pair' ? assumption.logStrengths : assumption.accuracies
  const length = assumption.task === 'pair' ? 2 : 1
  if (plan.length === 0) throw new StudioError('analysis/bad-input', 'The plan asks for no rating.')
  for (const { modelIds, imageId } of plan) {
    const missing = modelIds.find((id) => !Object.hasOwn(known, id))
    if (missing === undefined && modelIds.length === length) continue
    throw new StudioError(
      'analysis/bad-input',
      `The plan shows image ${imageId} with ${modelIds.join(' and ')}. ${
        missing === undefined
          ? `The task '${assumption.task}' shows ${length === 1 ? 'one model' : 'two models'}.`
          : `Nothing is assumed for ${missing}; there are assumptions for ${Object.keys(known).join(', ')}.`
      }`,
    )
  }
}

/** Whether a difference was found in a study, and how precisely. */
interface Finding {
  readonly comparison: string
  readonly isFound: boolean
  readonly halfWidth: number
}

function findingsOf(
  rows: readonly (ClassifyRow | PairRow)[],
  modelIds: readonly string[],
  level: number,
): Finding[] {
  const classify = rows.filter((row) => row.task === 'classify')
  if (classify.length > 0) {
    return clusteredComparisons(classify, modelIds, level).map(({ comparison, holmP, effects }) => ({
      comparison,
      isFound: holmP !== null && holmP < 1 - level,
      halfWidth: halfWidthOf(effects[0]!.interval),
    }))
  }
  // Without classes, so that only the totals are computed.
  const pairs = rows.flatMap((row) => (row.task === 'pair' ? [{ ...row, className: null }] : []))
  const preferences = pairPreferences(pairs, modelIds, { replicates: 0, seed: 0, level })
  const tests = holmCorrected(
    preferences.map((preference) => preference.tests[0]!),
    'all pairs of models',
  )
  return preferences.map(({ firstShare }, index) => {
    const { comparison, holmP } = tests[index]!
    const isFound = holmP !== null && holmP < 1 - level
    return { comparison, isFound, halfWidth: halfWidthOf(firstShare.clustered.interval) }
  })
}

function halfWidthOf(interval: Interval | null): number {
  return interval ? (interval.upper - interval.lower) / 2 : NaN
}

/** NaN without variation. Pairs are compared by the model's name; in a plan of several pairs, alpha is the higher for it. */
function alphaOf(rows: readonly (ClassifyRow | PairRow)[]): number {
  const ratings = rows.map((row) => ({ unit: row.itemId, rater: row.raterId, value: row.answer ?? '' }))
  const table = reliabilityTable(ratings)
  const { counts, unitsOf } = pairablePatterns(table)
  return alphaOfRows({ metric: 'nominal', values: table.values, counts }, unitsOf).alpha
}

/** The mean of simulated numbers, with the range that holds the middle of them. */
function middleOf(values: readonly number[], name: string, { level, seed }: SimulationOptions): Estimate {
  const defined = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort()
  const tail = (1 - level) / 2
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length
  if (defined.length === 0) {
    return { estimate: null, interval: null, method: `Mean ${name}; undefined in all studies`, n: 0, seed }
  }
  return {
    estimate: mean,
    interval: {
      lower: Math.min(mean, quantileOfSorted(defined, tail)),
      upper: Math.max(mean, quantileOfSorted(defined, 1 - tail)),
      level,
    },
    method: `Mean ${name} of ${defined.length} simulated studies; the interval holds the middle ${Math.round(100 * level)} % of them`,
    n: defined.length,
    seed,
  }
}
