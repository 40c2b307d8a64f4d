import { inverse, type Matrix, times } from './linear-algebra'

/** How often two models were compared, and with what outcome. */
export interface PairCounts {
  /** Indices of the two models. */
  readonly first: number
  readonly second: number
  readonly firstWins: number
  readonly secondWins: number
  readonly ties: number
}

/** Davidson's model as fitted. */
export interface DavidsonFit {
  /** Logarithms of the strengths; they sum to 0. */
  readonly logStrengths: readonly number[]
  /** ν: 0 where there were no ties. */
  readonly tieParameter: number
  readonly logLikelihood: number
  /**
   * Inverse of the information at the maximum, over the free parameters: log strengths of all models but the first,
   * which is held at 0, and log ν where there are ties.
   */
  readonly covariance: Matrix
}

/**
 * The maximum-likelihood fit of Bradley and Terry's model with ties (Davidson 1970, Journal of the American Statistical
 * Association 65): P(i wins) : P(j wins) : P(tie) = π_i : π_j : ν √(π_i π_j). In log π and log ν it is a logit model with
 * a concave likelihood, found by Newton's method with halved steps.
 *
 * Null where no finite maximum exists (Ford 1957): some models always lose to the others or were never compared with
 * them, or every comparison is a tie.
 */
export function fitDavidson(models: number, pairs: readonly PairCounts[]): DavidsonFit | null {
  const compared = pairs.filter(({ firstWins, secondWins, ties }) => firstWins + secondWins + ties > 0)
  const decided = compared.some(({ firstWins, secondWins }) => firstWins + secondWins > 0)
  if (!decided || !stronglyConnected(models, compared)) return null
  const hasTies = compared.some(({ ties }) => ties > 0)
  let free = new Array<number>(models - 1 + Number(hasTies)).fill(0)
  let state = likelihood(free, { models, hasTies, pairs: compared })
  for (let iteration = 0; iteration < 200; iteration++) {
    const covariance = inverse(state.information)
    if (!covariance) return null
    const step = times(covariance, state.gradient)
    const next = climb(free, step, (point) => likelihood(point, { models, hasTies, pairs: compared }))
    const done = Math.max(...step.map(Math.abs)) < 1e-11
    free = next.point
    state = next.state
    if (done) return fitted(free, { models, hasTies, logLikelihood: state.logLikelihood, covariance })
  }
  return null
}

function fitted(
  free: readonly number[],
  {
    models,
    hasTies,
    logLikelihood,
    covariance,
  }: { models: number; hasTies: boolean; logLikelihood: number; covariance: Matrix },
): DavidsonFit {
  const logs = [0, ...free.slice(0, models - 1)]
  const mean = logs.reduce((sum, value) => sum + value, 0) / models
  return {
    logStrengths: logs.map((value) => value - mean),
    tieParameter: hasTies ? Math.exp(free[models - 1]!) : 0,
    logLikelihood,
    covariance,
  }
}

interface Model {
  readonly models: number
  readonly hasTies: boolean
  readonly pairs: readonly PairCounts[]
}

interface Likelihood {
  readonly logLikelihood: number
  readonly gradient: readonly number[]
  /** Minus the matrix of second derivatives: positive definite. */
  readonly information: Matrix
}

/** A shorter step where a whole one does not climb: far from the maximum Newton's steps can be too long. */
function climb(
  from: readonly number[],
  step: readonly number[],
  evaluate: (point: readonly number[]) => Likelihood,
): { point: number[]; state: Likelihood } {
  const start = evaluate(from).logLikelihood
  for (let share = 1; ; share /= 2) {
    const point = from.map((value, index) => value + share * step[index]!)
    const state = evaluate(point)
    if (state.logLikelihood >= start - 1e-9 * Math.abs(start) || share < 1e-6) return { point, state }
  }
}

function likelihood(free: readonly number[], { models, hasTies, pairs }: Model): Likelihood {
  const size = free.length
  const gradient = new Array<number>(size).fill(0)
  const information = gradient.map(() => new Array<number>(size).fill(0))
  let logLikelihood = 0
  for (const pair of pairs) {
    const outcomes = outcomesOf(pair, { models, hasTies, size })
    const logits = outcomes.map(({ statistic }) => statistic.reduce((sum, x, k) => sum + x * free[k]!, 0))
    const top = Math.max(...logits)
    const logTotal = top + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - top), 0))
    const shares = logits.map((logit) => Math.exp(logit - logTotal))
    const n = outcomes.reduce((sum, { count }) => sum + count, 0)
    const mean = gradient.map((_, k) =>
      outcomes.reduce((sum, { statistic }, outcome) => sum + shares[outcome]! * statistic[k]!, 0),
    )
    for (const [outcome, { statistic, count }] of outcomes.entries()) {
      logLikelihood += count * (logits[outcome]! - logTotal)
      for (let k = 0; k < size; k++) {
        gradient[k]! += count * (statistic[k]! - mean[k]!)
        for (let l = 0; l < size; l++) {
          information[k]![l]! +=
            n * shares[outcome]! * (statistic[k]! - mean[k]!) * (statistic[l]! - mean[l]!)
        }
      }
    }
  }
  return { logLikelihood, gradient, information }
}

/** What each free parameter counts in each outcome of a comparison; the first model has no parameter. */
function outcomesOf(
  { first, second, firstWins, secondWins, ties }: PairCounts,
  { models, hasTies, size }: { models: number; hasTies: boolean; size: number },
): { statistic: number[]; count: number }[] {
  const statistic = (weights: readonly (readonly [number, number])[]): number[] => {
    const entries = new Array<number>(size).fill(0)
    for (const [parameter, weight] of weights) if (parameter >= 0) entries[parameter] = weight
    return entries
  }
  const [i, j] = [first - 1, second - 1]
  const wins = [
    { statistic: statistic([[i, 1]]), count: firstWins },
    { statistic: statistic([[j, 1]]), count: secondWins },
  ]
  if (!hasTies) return wins
  const tie = statistic([
    [i, 0.5],
    [j, 0.5],
    [models - 1, 1],
  ])
  return [...wins, { statistic: tie, count: ties }]
}

/** Whether every model can be reached from every other by wins, a tie counting as one for both. */
function stronglyConnected(models: number, pairs: readonly PairCounts[]): boolean {
  const beats = pairs.flatMap(({ first, second, firstWins, secondWins, ties }) => [
    ...(firstWins + ties > 0 ? [[first, second] as const] : []),
    ...(secondWins + ties > 0 ? [[second, first] as const] : []),
  ])
  const reaches = (edges: readonly (readonly [number, number])[]): boolean => {
    const found = new Set([0])
    for (const model of found) for (const [from, to] of edges) if (from === model) found.add(to)
    return found.size === models
  }
  return reaches(beats) && reaches(beats.map(([from, to]) => [to, from] as const))
}

/**
 * The score of one comparison's outcome: the derivative of its log-likelihood by the free parameters of a fit.
 *
 * @param outcome 0 the first wins, 1 the second wins, 2 a tie
 */
export function davidsonScores(
  fit: DavidsonFit,
  { first, second }: Pick<PairCounts, 'first' | 'second'>,
): readonly (readonly number[])[] {
  const models = fit.logStrengths.length
  const hasTies = fit.tieParameter > 0
  const free = fit.logStrengths.slice(1).map((value) => value - fit.logStrengths[0]!)
  if (hasTies) free.push(Math.log(fit.tieParameter))
  const one = (firstWins: number, secondWins: number, ties: number): readonly number[] =>
    likelihood(free, { models, hasTies, pairs: [{ first, second, firstWins, secondWins, ties }] }).gradient
  return hasTies ? [one(1, 0, 0), one(0, 1, 0), one(0, 0, 1)] : [one(1, 0, 0), one(0, 1, 0)]
}
