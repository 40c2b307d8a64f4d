import type { CriterionKind, PruningCriterion } from './criterion'
import { localMagnitudeCriterion } from './local-magnitude-criterion'

/** Every pruning rule that the studio offers. */
export const criteria = {
  'local-magnitude': localMagnitudeCriterion,
} as const satisfies Record<CriterionKind, PruningCriterion>
