import type { Estimate } from '../../shared/analysis-estimate'
import type { BradleyTerry, ModelStrength } from '../../shared/analysis-preference'
import type { PairRow } from '../../shared/rating-row'
import {
  type ClusteredError,
  clusteredError,
  crossedClusters,
  type CrossedClusters,
} from './crossed-clusters'
import { type DavidsonFit, davidsonScores, fitDavidson, type PairCounts } from './davidson'
import { twoSidedT } from './distributions'
import { quadraticForm, times } from './linear-algebra'

const method =
  "Bradley and Terry's model with ties (Davidson 1970), maximum likelihood; interval from standard errors that respect " +
  'raters and images (crossed clusters, Cameron, Gelbach and Miller 2011)'

/** Davidson's model as fitted to ratings, with what each rating adds to every number. */
export interface PreferenceFit {
  /** Models that were compared. */
  readonly models: readonly string[]
  /** Null where there is no finite fit. */
  readonly fit: DavidsonFit | null
  /** Of each log strength, and last of log ν where there are ties. Empty without a fit. */
  readonly influences: readonly Float64Array[]
  readonly clusters: CrossedClusters
}

/** Fits Davidson's model to ratings. */
export function preferenceFit(rows: readonly PairRow[], modelIds: readonly string[]): PreferenceFit {
  const models = modelIds.filter((id) =>
    rows.some(({ leftModelId, rightModelId }) => leftModelId === id || rightModelId === id),
  )
  const counted = countPairs(rows, models)
  const fit = fitDavidson(models.length, counted.pairs)
  const influences = fit ? centredInfluences(fit, counted) : []
  return { models, fit, influences, clusters: crossedClusters(rows) }
}

/**
 * How strongly people prefer each model's maps, on one scale for all models, for the ratings given. Models that were
 * never compared are left out.
 *
 * @param className of the rows, to be passed on; null for all classes
 */
export function bradleyTerry(
  rows: readonly PairRow[],
  { modelIds, className, level }: { modelIds: readonly string[]; className: string | null; level: number },
): BradleyTerry {
  const { models, fit, influences, clusters } = preferenceFit(rows, modelIds)
  if (!fit) return { className, ...unfitted(models, rows.length) }
  const places = rows.map((_, row) => row)
  const errors = influences.map((influence) => clusteredError(clusters, places, influence))
  const strengths = models.map((modelId, index): ModelStrength => {
    const estimate = fit.logStrengths[index]!
    const half = halfWidth(errors[index]!, level)
    return {
      modelId,
      logStrength: {
        estimate,
        interval: half === null ? null : { lower: estimate - half, upper: estimate + half, level },
        method,
        n: rows.length,
        seed: null,
      },
      modelBasedStandardError: Math.sqrt(quadraticForm(fit.covariance, centring(fit, index))),
      clusteredStandardError: half === null ? null : errors[index]!.standardError,
    }
  })
  const logTie = errors[models.length]
  const logTieHalf = logTie ? halfWidth(logTie, level) : null
  return {
    className,
    strengths,
    tieParameter: tieEstimate(fit, { logTieHalf, level, n: rows.length }),
    logLikelihood: fit.logLikelihood,
  }
}

/** Null for fewer than two raters or images. */
function halfWidth({ standardError, degreesOfFreedom }: ClusteredError, level: number): number | null {
  return Number.isNaN(standardError) ? null : twoSidedT(level, degreesOfFreedom) * standardError
}

function unfitted(models: readonly string[], n: number): Omit<BradleyTerry, 'className'> {
  const none: Estimate = {
    estimate: null,
    interval: null,
    method: `${method}; undefined: there is no finite fit, because some model never won or lost against the others, was not compared with them, or all ratings are ties`,
    n,
    seed: null,
  }
  return {
    strengths: models.map((modelId) => ({
      modelId,
      logStrength: none,
      modelBasedStandardError: null,
      clusteredStandardError: null,
    })),
    tieParameter: none,
    logLikelihood: null,
  }
}

interface CountedPairs {
  readonly pairs: readonly PairCounts[]
  /** The pair of each row. */
  readonly pairOf: Int32Array
  /** 0 the first model of the pair won, 1 the second, 2 a tie. */
  readonly outcomeOf: Int32Array
}

function countPairs(rows: readonly PairRow[], models: readonly string[]): CountedPairs {
  const place = new Map(models.map((id, index) => [id, index]))
  const known = new Map<string, number>()
  const pairs: { first: number; second: number; wins: [number, number, number] }[] = []
  const pairOf = new Int32Array(rows.length)
  const outcomeOf = new Int32Array(rows.length)
  for (const [index, row] of rows.entries()) {
    const sides = [place.get(row.leftModelId)!, place.get(row.rightModelId)!]
    const [first, second] = [Math.min(...sides), Math.max(...sides)]
    const key = `${first} ${second}`
    const pair = known.get(key) ?? pairs.push({ first, second, wins: [0, 0, 0] }) - 1
    known.set(key, pair)
    const outcome = row.answer === null ? 2 : row.answer === models[first] ? 0 : 1
    pairs[pair]!.wins[outcome]++
    pairOf[index] = pair
    outcomeOf[index] = outcome
  }
  const counted = pairs.map(({ first, second, wins: [firstWins, secondWins, ties] }) => ({
    first,
    second,
    firstWins,
    secondWins,
    ties,
  }))
  return { pairs: counted, pairOf, outcomeOf }
}

/** The weights of the free parameters in one centred log strength: the first model is 0, the mean is subtracted. */
function centring(fit: DavidsonFit, model: number): number[] {
  const models = fit.logStrengths.length
  return fit.covariance.map((_, parameter) =>
    parameter >= models - 1 ? 0 : Number(parameter + 1 === model) - 1 / models,
  )
}

/**
 * What each row adds to each centred log strength, and last to log ν where there are ties: its score through the
 * inverse information.
 */
function centredInfluences(fit: DavidsonFit, { pairs, pairOf, outcomeOf }: CountedPairs): Float64Array[] {
  const models = fit.logStrengths.length
  const steps = pairs.map((pair) => davidsonScores(fit, pair).map((score) => times(fit.covariance, score)))
  const targets = fit.logStrengths.map((_, model) => centring(fit, model))
  if (fit.tieParameter > 0)
    targets.push(fit.covariance.map((_, parameter) => Number(parameter === models - 1)))
  return targets.map((weights) => {
    const ofOutcome = steps.map((outcomes) =>
      outcomes.map((step) => step.reduce((sum, value, parameter) => sum + value * weights[parameter]!, 0)),
    )
    return Float64Array.from(pairOf, (pair, row) => ofOutcome[pair]![outcomeOf[row]!]!)
  })
}

function tieEstimate(
  { tieParameter }: DavidsonFit,
  { logTieHalf, level, n }: { logTieHalf: number | null; level: number; n: number },
): Estimate {
  const factor = logTieHalf === null ? null : Math.exp(logTieHalf)
  return {
    estimate: tieParameter,
    interval: factor === null ? null : { lower: tieParameter / factor, upper: tieParameter * factor, level },
    method: `${method}; tie parameter, interval on its logarithm`,
    n,
    seed: null,
  }
}
