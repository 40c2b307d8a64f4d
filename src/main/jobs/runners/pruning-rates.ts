import { StudioError } from '../../../shared/errors'
import type { PruningScope } from '../../../shared/pruning'
import type { ModelMetadata } from '../../network/model-file'
import { halvingSchedule } from '../../pruning/schedule'

/** How far a stored rate may be from the round number it stands for: counts are whole. */
const roundingTolerance = 0.01

/** The rate that a scope's layers are at: that of the last step that pruned them; 1 where none did. */
export function presentRate({ lineage }: Pick<ModelMetadata, 'lineage'>, scope: PruningScope): number {
  const last = lineage.findLast(({ action, details }) => action === 'pruned' && details['scope'] === scope)
  return last?.compressionRate ?? 1
}

/**
 * The compression rates on the way from a model's present rate to the one asked for: halving (2, 4, 8, ...) unless
 * a number of steps is given, which then are equal factors.
 * @throws StudioError `pruning/bad-request` where the model is at that rate or beyond it already
 */
export function pruningRates(
  request: { readonly cpr: number; readonly steps?: number | undefined },
  presentRate: number,
): readonly number[] {
  const { cpr, steps } = request
  if (cpr <= presentRate * (1 + roundingTolerance)) {
    throw new StudioError(
      'pruning/bad-request',
      `The compression rate asked for is ${cpr}, but the model is at ${Number(presentRate.toPrecision(4))} already. ` +
        'Ask for a higher rate, or start from a model that is pruned less.',
    )
  }
  if (steps === undefined) {
    return halvingSchedule(cpr).filter((rate) => rate > presentRate * (1 + roundingTolerance))
  }
  const factor = (cpr / presentRate) ** (1 / steps)
  return Array.from({ length: steps }, (_, step) =>
    step === steps - 1 ? cpr : presentRate * factor ** (step + 1),
  )
}
