import { StudioError } from '../../shared/errors'

/**
 * How much a pruning step removes; a rate is of weights, a share or a count of what the criterion removes: weights, or
 * whole channels.
 * - `rate`: down to a compression rate (weights in all / weights kept) of the layers in scope, whatever was
 *   pruned before: kept is within half a weight of all / rate.
 * - `share`: this fraction of what is left, as one call of torch.nn.utils.prune with a float amount, rounded as
 *   there: `roundHalfToEven`.
 * - `count`: exactly this many of what is left, as torch with an integer amount.
 */
export type PruneAmount =
  | { readonly kind: 'rate'; readonly rate: number }
  | { readonly kind: 'share'; readonly fraction: number }
  | { readonly kind: 'count'; readonly count: number }

/**
 * The nearest whole number; a tie goes to the even one, as Python's `round` and so torch.nn.utils.prune do.
 */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest < 0.5) return floor
  if (rest > 0.5) return floor + 1
  return floor % 2 === 0 ? floor : floor + 1
}

/**
 * How many of the `remaining` weights of a layer (or group of layers) of `total` go in this step: 0 to
 * `remaining`. For the paper's CPR 2, 4, 8, ... a `rate` step takes half of what is left, with the same count
 * as torch's `amount=0.5` wherever the layer halves evenly (all of VGG-16 up to CPR 64); elsewhere the two
 * differ by at most one weight, because `rate` does not carry the rounding of one step into the next.
 * @throws StudioError `pruning/bad-request` if the amount is out of range, or the layer is pruned further
 *   already
 */
export function countToPrune(amount: PruneAmount, total: number, remaining: number): number {
  switch (amount.kind) {
    case 'rate':
      return countForRate(amount.rate, total, remaining)
    case 'share':
      if (!(amount.fraction >= 0 && amount.fraction <= 1)) {
        throw badAmount(`share to prune is ${amount.fraction}; it must be between 0 and 1`)
      }
      return roundHalfToEven(amount.fraction * remaining)
    case 'count':
      if (!Number.isInteger(amount.count) || amount.count < 0 || amount.count > remaining) {
        throw badAmount(
          `number of weights to prune is ${amount.count}; it must be whole, from 0 to ${remaining}`,
        )
      }
      return amount.count
  }
}

function countForRate(rate: number, total: number, remaining: number): number {
  if (!(rate > 1 && rate < Infinity)) {
    throw badAmount(
      `compression rate is ${rate}; it must be a number above 1, as 2 to keep half of the weights`,
    )
  }
  const count = roundHalfToEven(remaining - total / rate)
  if (count < 0) {
    throw badAmount(
      `compression rate is ${rate}, but these weights are at ${(total / remaining).toPrecision(4)} already ` +
        `(${remaining} of ${total} left); pruned weights do not come back, so ask for a higher rate or ` +
        'start from a model that is pruned less',
    )
  }
  return Math.max(count, 0)
}

function badAmount(what: string): StudioError {
  return new StudioError('pruning/bad-request', `The ${what}.`)
}
