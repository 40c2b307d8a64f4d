import type { DraftContent } from './protocol-draft.svelte'

export type TaskKind = DraftContent['task']['kind']

/** A task with the settings of the published study; pairs are every pruned model against the first. */
export function newTask(kind: TaskKind, models: readonly string[]): DraftContent['task'] {
  switch (kind) {
    case 'pair': {
      const [first = '', ...others] = models
      const pairs = others.map((model): [string, string] => [model, first])
      return { kind, pairs, isEqualOffered: true, sides: 'balanced' }
    }
    case 'likert':
      return { kind, pointCount: 5 }
    case 'classify':
      return { kind, unknownForAlpha: 'category', answerOrder: 'fixed' }
  }
}
