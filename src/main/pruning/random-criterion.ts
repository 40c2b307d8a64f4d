import { seededRandom } from '../../shared/seeded-random'
import type { PruningCriterion } from './criterion'
import { assertSomethingLeft, countKept, type PrunableLayer } from './prunable-layer'
import { countToPrune } from './prune-amount'

/**
 * Within each layer, weights go by chance: every subset of the asked size is equally likely
 * (torch.nn.utils.prune.random_unstructured per layer). What any other criterion must beat. A layer's draw depends on
 * the seed, its name and how many weights it has left.
 */
export const randomCriterion: PruningCriterion = {
  kind: 'random',
  label: 'Random, layer by layer',
  description: 'Removes weights by chance, the same share in each layer.',
  isStructured: false,
  prune: ({ layers, amount, seed }) =>
    new Map(
      layers.map((layer) => {
        const remaining = countKept(layer.mask)
        const count = countToPrune(amount, layer.weights.length, remaining)
        const mask = pruneAtRandom(layer, { count, remaining, seed })
        assertSomethingLeft(layer, mask)
        return [layer.name, mask]
      }),
    ),
}

/** Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S): one pass, no memory. */
function pruneAtRandom(
  { name, mask }: PrunableLayer,
  { count, remaining, seed }: { readonly count: number; readonly remaining: number; readonly seed: number },
): Uint8Array {
  const random = seededRandom(seed, 'prune', name, remaining)
  const pruned = mask.slice()
  let needed = count
  let left = remaining
  for (let i = 0; i < pruned.length && needed > 0; i++) {
    if (pruned[i] === 0) continue
    if (random.uniform() * left < needed) {
      pruned[i] = 0
      needed--
    }
    left--
  }
  return pruned
}
