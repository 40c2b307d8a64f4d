import { StudioError } from '../../shared/errors'

/** A map over space: one number per position, row by row. */
export interface ScalarMap {
  readonly width: number
  readonly height: number
  /** `[height, width]` */
  readonly values: Float32Array
}

/** The map after ReLU: what speaks for the class. Negative values, and -0, become 0. */
export function positivePart(map: ScalarMap): ScalarMap {
  return { ...map, values: map.values.map((value) => (value > 0 ? value : 0)) }
}

/**
 * Whether anything in the map speaks for the class. Without it there is nothing to show: the map after ReLU
 * is 0.
 */
export function hasPositiveEvidence(map: ScalarMap): boolean {
  return map.values.some((value) => value > 0)
}

/**
 * @throws StudioError `explain/bad-request` if the map has another number of values than its size says, or
 *   holds values that are not finite numbers
 */
export function checkMap(map: ScalarMap): void {
  if (map.values.length !== map.width * map.height || map.values.length === 0) {
    throw new StudioError(
      'explain/bad-request',
      `A map of ${map.width} x ${map.height} positions has ${map.values.length} values instead of ` +
        `${map.width * map.height} (at least 1). Make the map again.`,
    )
  }
  const at = map.values.findIndex((value) => !Number.isFinite(value))
  if (at >= 0) {
    throw new StudioError(
      'explain/bad-request',
      `A map holds ${map.values[at]} at position ${at}; every value must be a finite number. The network ` +
        'that made it has diverged: go back to an earlier checkpoint.',
    )
  }
}
