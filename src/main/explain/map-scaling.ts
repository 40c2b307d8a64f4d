import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { hasPositiveEvidence, positivePart, type ScalarMap } from './scalar-map'
import { resizeBicubic } from './resize-bicubic'

const range = { low: z.number(), high: z.number() }

/**
 * How map values become [0, 1]; stored with every rendered map, since colours mean nothing without it.
 * - `per-map`: the map's own minimum and maximum, as published. Hides how strong the evidence is.
 * - `per-image-across-models`: the range over all models' maps of the same image, which makes them
 *   comparable.
 * - `absolute`: a range fixed by the researcher, for comparisons across images.
 */
export const mapScalingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('per-map') }),
  z.object({ kind: z.literal('per-image-across-models'), ...range }),
  z.object({ kind: z.literal('absolute'), ...range }),
])

export type MapScaling = Readonly<z.infer<typeof mapScalingSchema>>

/** The policy together with the range that was used: `low` became 0 and `high` became 1. */
export interface AppliedScaling {
  readonly kind: MapScaling['kind']
  readonly low: number
  readonly high: number
}

/**
 * What renderings and metrics look at: the positive part of a raw map at the size of the image (bicubic).
 * Near steep edges a value can be a little below 0.
 */
export function displayMap(raw: ScalarMap, width: number, height: number): ScalarMap {
  return resizeBicubic(positivePart(raw), width, height)
}

/**
 * The scaling that makes several models' maps of one image comparable: from the lowest to the highest value
 * of all.
 * @param raws the raw maps of one image; those without positive evidence do not count
 * @returns null if no map has positive evidence
 */
export function scalingAcrossModels(
  raws: readonly ScalarMap[],
  width: number,
  height: number,
): MapScaling | null {
  const ranges = raws.filter(hasPositiveEvidence).map((raw) => extent(displayMap(raw, width, height).values))
  if (ranges.length === 0) return null
  return {
    kind: 'per-image-across-models',
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
  }
}

/**
 * A map in [0, 1] by a policy; what lies outside a given range is clipped. A map without contrast (all values
 * equal) has no minimum to call 0 under `per-map`: it becomes 1 everywhere, never NaN and never blank.
 * @throws StudioError `explain/bad-request` if a given range is not one
 */
export function scaleMap(
  map: ScalarMap,
  scaling: MapScaling,
): { readonly map: ScalarMap; readonly applied: AppliedScaling } {
  const { low, high } = scaling.kind === 'per-map' ? extent(map.values) : checkedRange(scaling)
  const values = map.values.map((value) =>
    high > low ? Math.min(Math.max((value - low) / (high - low), 0), 1) : 1,
  )
  return { map: { ...map, values }, applied: { kind: scaling.kind, low, high } }
}

function extent(values: Float32Array): { readonly low: number; readonly high: number } {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}

function checkedRange({ kind, low, high }: AppliedScaling): { readonly low: number; readonly high: number } {
  const isEqualAllowed = kind === 'per-image-across-models'
  if (Number.isFinite(low) && Number.isFinite(high) && (high > low || (isEqualAllowed && high === low))) {
    return { low, high }
  }
  throw new StudioError(
    'explain/bad-request',
    `The scaling runs from ${low} to ${high}; both must be numbers and the second above the first, as 0 to ` +
      '1.',
  )
}
