import { createRequire } from 'node:module'

/**
 * Moshier's Cephes, the library behind SciPy's distributions, so that p-values agree with published ones to the last
 * digit. Its CommonJS form is ready at once; the other compiles in the background.
 */
const cephes = createRequire(import.meta.url)('cephes') as typeof import('cephes')

/** Below this logarithm a double is zero. Cephes throws there. */
const smallestLog = -708

/**
 * P(X > x) of a chi-square distribution, in [0, 1].
 *
 * @param degreesOfFreedom above 0
 */
export function chiSquareSurvival(x: number, degreesOfFreedom: number): number {
  if (x <= 0) return 1
  const shape = degreesOfFreedom / 2
  const logTerm = shape * Math.log(x / 2) - x / 2 - cephes.lgam(shape)
  if (logTerm < smallestLog) return x / 2 > shape ? 0 : 1
  return cephes.chdtrc(degreesOfFreedom, x)
}

/** P(X <= z) of the standard normal distribution. */
export function normalCdf(z: number): number {
  if (z < -37) return 0
  return z > 37 ? 1 : cephes.ndtr(z)
}

/** Two-sided p-value of a standard normal statistic. */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normalCdf(-Math.abs(z)))
}

/** The z with P(X <= z) = probability, for a probability in (0, 1). */
export function normalQuantile(probability: number): number {
  return cephes.ndtri(probability)
}

/** The z of a two-sided interval: 1.959963984540054 for a level of 0.95. */
export function twoSidedZ(level: number): number {
  return normalQuantile(1 - (1 - level) / 2)
}

/** P(X <= successes) of a fair coin thrown `trials` times: 0 below 0 successes. */
export function fairCoinCdf(successes: number, trials: number): number {
  if (successes < 0) return 0
  if (successes >= trials) return 1
  return cephes.bdtr(successes, trials, 0.5)
}

/** P(X = successes) of a fair coin thrown `trials` times. */
export function fairCoinPmf(successes: number, trials: number): number {
  const logCount = cephes.lgam(trials + 1) - cephes.lgam(successes + 1) - cephes.lgam(trials - successes + 1)
  return Math.exp(logCount - trials * Math.LN2)
}

/** The x with P(X <= x) = probability of a beta distribution with parameters a and b above 0. */
export function betaQuantile(probability: number, a: number, b: number): number {
  return cephes.incbi(a, b, probability)
}

/** Two-sided p-value of Student's t, for one degree of freedom or more. */
export function studentTwoSided(t: number, degreesOfFreedom: number): number {
  return Math.min(1, 2 * cephes.stdtr(degreesOfFreedom, -Math.abs(t)))
}

/** The t of a two-sided interval: 12.7062 for a level of 0.95 and one degree of freedom. */
export function twoSidedT(level: number, degreesOfFreedom: number): number {
  return cephes.stdtri(degreesOfFreedom, 1 - (1 - level) / 2)
}
