import type { CriterionKind } from '../../shared/pruning'
import type { PruningCriterion } from './criterion'
import { filterL1Criterion } from './filter-l1-criterion'
import { globalMagnitudeCriterion } from './global-magnitude-criterion'
import { localMagnitudeCriterion } from './local-magnitude-criterion'
import { randomCriterion } from './random-criterion'

/** Every pruning rule that the studio offers. */
export const criteria = {
  'local-magnitude': localMagnitudeCriterion,
  'global-magnitude': globalMagnitudeCriterion,
  random: randomCriterion,
  'filter-l1': filterL1Criterion,
} as const satisfies Record<CriterionKind, PruningCriterion>
