/**
 * Which layers a study prunes; the published study prunes convolutions only. Biases and norms are never
 * pruned.
 */
export const pruningScopes = ['conv', 'dense', 'all'] as const

export type PruningScope = (typeof pruningScopes)[number]

const prunedKinds = {
  conv: ['conv-kernel'],
  dense: ['dense-kernel'],
  all: ['conv-kernel', 'dense-kernel'],
} as const satisfies Record<PruningScope, readonly string[]>

/** The parameters that a scope prunes, in order. `kind` as in a network's parameters. */
export function parametersInScope<P extends { readonly kind: string }>(
  parameters: readonly P[],
  scope: PruningScope,
): readonly P[] {
  const kinds: readonly string[] = prunedKinds[scope]
  return parameters.filter((parameter) => kinds.includes(parameter.kind))
}
