import { StudioError } from '../../../shared/errors'
import type { PruningScope } from '../../../shared/pruning'
import type { ModelMetadata } from '../../network/model-file'
import { checkSchedule, halvingSchedule } from '../../pruning/schedule'

/** How far a stored rate may be from the round number it stands for: counts are whole. */
const roundingTolerance = 0.01

/** The rate that a scope's layers are at: that of the last step that pruned them; 1 where none did. */
export function presentRate({ lineage }: Pick<ModelMetadata, 'lineage'>, scope: PruningScope): number {
  const last = lineage.findLast(({ action, details }) => action === 'pruned' && details['scope'] === scope)
  return last?.compressionRate ?? 1
}

/**
 * The compression rates on the way from a model's present rate to the one asked for: those that are named; else halving
 * (2, 4, 8, ...) unless a number of steps is given, which then are equal factors.
 * @throws StudioError `pruning/bad-request` where the model is at a rate or beyond it already, or the named rates do not
 *   rise to the one asked for
 */
export function pruningRates(
  request: {
    readonly cpr: number
    readonly steps?: number | undefined
    readonly rates?: readonly number[] | undefined
  },
  presentRate: number,
): readonly number[] {
  const { cpr, steps, rates } = request
  const first = rates?.[0] ?? cpr
  if (first <= presentRate * (1 + roundingTolerance)) {
    throw new StudioError(
      'pruning/bad-request',
      `The compression rate asked for is ${first}, but the model is at ${Number(presentRate.toPrecision(4))} already. ` +
        'Ask for a higher rate, or start from a model that is pruned less.',
    )
  }
  if (rates !== undefined) return namedRates(rates, cpr)
  if (steps === undefined) {
    return halvingSchedule(cpr).filter((rate) => rate > presentRate * (1 + roundingTolerance))
  }
  const factor = (cpr / presentRate) ** (1 / steps)
  return Array.from({ length: steps }, (_, step) =>
    step === steps - 1 ? cpr : presentRate * factor ** (step + 1),
  )
}

function namedRates(rates: readonly number[], cpr: number): readonly number[] {
  checkSchedule(rates)
  if (rates.at(-1) === cpr) return rates
  throw new StudioError(
    'pruning/bad-request',
    `The last of the rates ${rates.join(', ')} must be the rate to reach, which is ${cpr}.`,
  )
}

/**
 * The name of the model after a step: the request's for the last one, else that name with the step's rate in place of
 * the last one's, as `vgg16-cpr4` on the way to `vgg16-cpr32`.
 */
export function stepName(
  { name, cpr }: { readonly name: string; readonly cpr: number },
  rate: number,
): string {
  if (rate === cpr) return name
  const ending = `-cpr${cpr}`
  const stem = name.endsWith(ending) ? name.slice(0, -ending.length) : name
  return `${stem}-cpr${Number(rate.toPrecision(4))}`
}
