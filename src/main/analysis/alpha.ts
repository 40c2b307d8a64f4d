import type { AlphaResampling, AlphaResult, DifferenceMetric } from '../../shared/analysis-alpha'
import type { Estimate } from '../../shared/analysis-estimate'
import { type AlphaReplicates, bootstrapAlpha } from './alpha-bootstrap'
import { type AlphaParts, alphaOfRows, alphaReading, pairablePatterns } from './alpha-point'
import { percentileInterval } from './quantile'
import { type Rating, reliabilityTable } from './reliability-table'

/** How to compute alpha and its interval. */
export interface AlphaOptions {
  readonly metric: DifferenceMetric
  /** Default `units`. */
  readonly resample?: AlphaResampling
  /** Resamples; 0 leaves the interval out. Default 1,000. */
  readonly replicates?: number
  readonly seed: number
  /** Of the interval. Default 0.95. */
  readonly level?: number
  /** Minima of which the probability to stay below is wanted. Default .800 and .667. */
  readonly minima?: readonly number[]
}

const defaults = { resample: 'units', replicates: 1000, level: 0.95, minima: [0.8, 0.667] } as const

/**
 * Krippendorff's alpha of long rows with a bootstrap interval, percent agreement and what both allow to say.
 *
 * Missing values and any number of raters are fine. Without variation alpha is undefined (null), and percent agreement
 * says the rest. @throws StudioError `analysis/bad-input` for values that the metric cannot take
 */
export function krippendorffAlpha(ratings: Iterable<Rating>, options: AlphaOptions): AlphaResult {
  const { metric, resample, replicates, seed, level, minima } = { ...defaults, ...options }
  const table = reliabilityTable(ratings)
  const patterns = pairablePatterns(table)
  const input = { metric, values: table.values, counts: patterns.counts }
  const parts = alphaOfRows(input, patterns.unitsOf)
  const resamples =
    replicates > 0 && parts.ratings > 0
      ? bootstrapAlpha(table, patterns, input, { resample, replicates, seed })
      : null
  const how = { metric, resample, replicates, seed, level }
  return {
    metric,
    alpha: alphaEstimate(parts, resamples, how),
    percentAgreement: agreementEstimate(parts, resamples, how),
    reading: alphaReading(parts.alpha),
    nearChance: parts.alpha <= 0.1,
    belowMinimum: minima.map((minimum) => ({ minimum, probability: shareBelow(resamples, minimum) })),
    observedDisagreement: orNull(parts.observed),
    expectedDisagreement: orNull(parts.expected),
    ratings: table.ratingsGiven,
    duplicatesDropped: table.duplicatesDropped,
    unpairableDropped: table.valueOf.length - parts.ratings,
    units: patterns.unitCount,
    raters: table.raters.length,
  }
}

interface How {
  readonly metric: DifferenceMetric
  readonly resample: AlphaResampling
  readonly replicates: number
  readonly seed: number
  readonly level: number
}

function alphaEstimate(parts: AlphaParts, resamples: AlphaReplicates | null, how: How): Estimate {
  const name = `Krippendorff's alpha, ${how.metric}`
  if (Number.isNaN(parts.alpha)) {
    const why = parts.ratings === 0 ? 'no unit has two ratings' : 'no variation, all ratings are the same'
    return {
      estimate: null,
      interval: null,
      method: `${name}; undefined: ${why}`,
      n: parts.ratings,
      seed: null,
    }
  }
  return estimate(name, parts.alpha, { values: resamples?.alpha, ratings: parts.ratings, how })
}

function agreementEstimate(parts: AlphaParts, resamples: AlphaReplicates | null, how: How): Estimate {
  const name = 'Percent agreement: share of agreeing pairs of ratings within units'
  if (parts.ratings === 0) {
    return { estimate: null, interval: null, method: `${name}; undefined: no pairs`, n: 0, seed: null }
  }
  return estimate(name, parts.agreement, { values: resamples?.agreement, ratings: parts.ratings, how })
}

interface Resampled {
  readonly values: Float64Array | undefined
  readonly ratings: number
  readonly how: How
}

function estimate(name: string, value: number, { values, ratings, how }: Resampled): Estimate {
  if (!values) return { estimate: value, interval: null, method: name, n: ratings, seed: null }
  const undefinedCount = values.reduce((count, each) => count + Number(Number.isNaN(each)), 0)
  const drawn = { units: 'units', raters: 'raters', both: 'units and raters independently' }[how.resample]
  const left = undefinedCount > 0 ? `, ${undefinedCount} of them without variation and left out` : ''
  return {
    estimate: value,
    interval: percentileInterval(values, value, how.level),
    method: `${name}; percentile interval of ${how.replicates} bootstrap resamples of ${drawn}${left}`,
    n: ratings,
    seed: how.seed,
  }
}

function shareBelow(resamples: AlphaReplicates | null, minimum: number): number | null {
  const defined = resamples?.alpha.filter((alpha) => !Number.isNaN(alpha))
  if (!defined || defined.length === 0) return null
  return defined.reduce((count, alpha) => count + Number(alpha < minimum), 0) / defined.length
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
