import type { PruningScope } from '../../shared/pruning'

const prunedKinds = {
  conv: ['conv-kernel'],
  dense: ['dense-kernel'],
  all: ['conv-kernel', 'dense-kernel'],
} as const satisfies Record<PruningScope, readonly string[]>

/** Whether a scope prunes parameters of this kind. `kind` as in a network's parameters. */
export function isInScope({ kind }: { readonly kind: string }, scope: PruningScope): boolean {
  const kinds: readonly string[] = prunedKinds[scope]
  return kinds.includes(kind)
}
