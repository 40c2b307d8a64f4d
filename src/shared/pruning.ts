import { z } from 'zod'

/** The rules that decide which weights go; what each does is in `main/pruning/criteria`. */
export const criterionKinds = ['local-magnitude', 'global-magnitude', 'random', 'filter-l1'] as const
export const criterionKindSchema = z.enum(criterionKinds)
export type CriterionKind = z.infer<typeof criterionKindSchema>

/**
 * Which layers a study prunes: convolutions only, as published, dense layers only, or both. Biases, normalisation and
 * depthwise convolutions are never pruned for themselves.
 */
export const pruningScopes = ['conv', 'dense', 'all'] as const
export const pruningScopeSchema = z.enum(pruningScopes)
export type PruningScope = z.infer<typeof pruningScopeSchema>
