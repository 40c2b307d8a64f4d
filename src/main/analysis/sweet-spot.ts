import type { AnalysisModel } from '../../shared/analysis-design'
import type { Estimate, Interval } from '../../shared/analysis-estimate'
import type { HumanMeasure, SweetSpot, SweetSpotFinding } from '../../shared/analysis-sweet-spot'
import type { HumanResult, HumanResults } from './human-results'
import { jointIntervals } from './joint-intervals'
import { wilsonInterval } from './proportions'
import type { Resampling } from './resampling'
import { sweetSpotStatement } from './sweet-spot-statement'

/** A loss of human accuracy up to this share counts as none: the study design's five points. */
export const acceptedLoss = 0.05

/**
 * A human measure against the compression rate, with joint intervals for all models and for all differences from the
 * model with the lowest rate. Null where fewer than two of the models have a known rate and a result.
 */
export function sweetSpot(
  measure: HumanMeasure,
  { results, clusters }: HumanResults,
  { models, resampling }: { models: readonly AnalysisModel[]; resampling: Resampling },
): SweetSpot | null {
  const known = models
    .flatMap(({ cpr, ...model }) => {
      const result = results.find(({ modelId }) => modelId === model.modelId)
      return cpr === null || !result ? [] : [{ ...model, cpr, result }]
    })
    .sort((a, b) => a.cpr - b.cpr)
  const [reference, ...others] = known.map(({ result }) => result)
  if (!reference || others.length === 0) return null
  const values = jointIntervals([reference, ...others], clusters, resampling)
  const differences = jointIntervals(
    others.map((other) => minus(other, reference)),
    clusters,
    resampling,
  )
  const name = measureNames[measure]
  const points = known.map(({ modelId, label, cpr, accuracy }, index) => ({
    modelId,
    label,
    cpr,
    human: estimate(name, [reference, ...others][index]!, values?.[index] ?? null, resampling),
    modelAccuracy: accuracy && ownAccuracy(accuracy, resampling.level),
  }))
  const compared = others.map((other, index) => {
    const interval = differences?.[index] ?? null
    const difference = minus(other, reference)
    return {
      modelId: other.modelId,
      difference: estimate(`${name}, less that of ${reference.modelId}`, difference, interval, resampling),
      finding: findingOf(measure, interval),
    }
  })
  return {
    measure,
    points,
    differences: compared,
    statement: sweetSpotStatement(measure, points, compared),
  }
}

const measureNames: Readonly<Record<HumanMeasure, string>> = {
  'human accuracy': 'Share of ratings that name the true class',
  'preference strength': "Log strength in Davidson's model",
  'mean rating': 'Mean rating',
}

function minus(other: HumanResult, reference: HumanResult): HumanResult {
  return {
    modelId: other.modelId,
    value: other.value - reference.value,
    n: other.n + reference.n,
    influence: other.influence.map((value, row) => value - reference.influence[row]!),
  }
}

function estimate(
  name: string,
  { value, n }: HumanResult,
  interval: Interval | null,
  { replicates, seed }: Resampling,
): Estimate {
  const drawn = interval
    ? `; joint interval from standard errors for crossed clusters of raters and images, with the largest deviation (max-t) of ${replicates} random changes of sign`
    : ''
  return { estimate: value, interval, method: `${name}${drawn}`, n, seed: interval ? seed : null }
}

function ownAccuracy({ correct, total }: { correct: number; total: number }, level: number): Estimate {
  return {
    estimate: total > 0 ? correct / total : null,
    interval: wilsonInterval(correct, total, level),
    method: "The model's top-1 accuracy on its test images; Wilson's interval",
    n: total,
    seed: null,
  }
}

/** Only an accuracy has a loss that the study design accepts. */
function findingOf(measure: HumanMeasure, interval: Interval | null): SweetSpotFinding {
  if (!interval) return 'open'
  if (interval.lower > 0) return 'better'
  if (interval.upper < 0) return 'worse'
  return measure === 'human accuracy' && interval.lower > -acceptedLoss ? 'not-worse' : 'open'
}
