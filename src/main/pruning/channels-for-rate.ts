import { StudioError } from '../../shared/errors'
import type { ChannelGroup } from './channel-group'
import { countKept, type PrunableLayer } from './prunable-layer'
import { countToPrune } from './prune-amount'
import type { RankedGroup } from './rank-channels'

/**
 * The channels to keep so that the weights left in the layers come nearest to a rate, with the same share in every
 * group: of N channels at share s the round(s N) best stay, but at least one and none that has gone before. Of two
 * shares equally near, the one that keeps more is taken.
 *
 * A channel thus goes when s falls below a threshold of its own, and a weight when s falls below the threshold of the
 * channel that it makes or reads; so one pass over the weights counts what every share would leave.
 * @returns for each group, `[channels]` of 1 for a channel that stays
 * @throws StudioError `pruning/bad-request` if the rate is out of range, the layers are pruned further already, or whole
 *   channels cannot come near the rate
 */
export function channelsForRate(
  layers: readonly PrunableLayer[],
  ranked: readonly RankedGroup[],
  rate: number,
): readonly Uint8Array[] {
  const total = layers.reduce((sum, { weights }) => sum + weights.length, 0)
  const remaining = layers.reduce((sum, { mask }) => sum + countKept(mask), 0)
  const target = remaining - countToPrune({ kind: 'rate', rate }, total, remaining)

  const thresholds = ranked.map(shareThresholds)
  const shares = [...new Set([0, ...thresholds.flatMap((each) => [...each])])]
    .filter((share) => share < Infinity)
    .sort((a, b) => a - b)
  const stepOf = new Map(shares.map((share, step) => [share, step]))
  const stepped = ranked.map(({ group }, index) => ({
    group,
    steps: Uint32Array.from(thresholds[index]!, (share) => stepOf.get(share) ?? shares.length),
  }))

  const losses = new Float64Array(shares.length + 1)
  for (const layer of layers) countByStep(layer, stepped, losses)
  if (losses[0]! > target * farAbove) throw unreachable(rate, total / losses[0]!)
  const chosen = nearestStep(losses, target)
  return stepped.map(({ steps }) => Uint8Array.from(steps, (step) => (step <= chosen ? 1 : 0)))
}

/** More weights than this many times the target are another rate than the one asked for. */
const farAbove = 1.1

function unreachable(rate: number, highest: number): StudioError {
  return new StudioError(
    'pruning/bad-request',
    `The compression rate asked for is ${rate}, but removing whole channels reaches at most ` +
      `${highest.toPrecision(3)} here: every layer keeps one, and some layers keep all. Ask for a lower rate, or choose a criterion that removes single weights.`,
  )
}

/** The share below which each channel goes: 0 for the best, infinity for one that has gone before. */
function shareThresholds({ group: { channels }, ranking }: RankedGroup): Float64Array {
  const thresholds = new Float64Array(channels).fill(Infinity)
  ranking.forEach((channel, place) => {
    thresholds[channel] = place === 0 ? 0 : (place + 0.5) / channels
  })
  return thresholds
}

interface SteppedGroup {
  readonly group: ChannelGroup
  /** `[channels]`, the step below which each goes. */
  readonly steps: Uint32Array
}

/** Adds a kernel's weights that are in use to the steps at which they go. */
function countByStep(
  { name, mask }: PrunableLayer,
  stepped: readonly SteppedGroup[],
  losses: Float64Array,
): void {
  const made = stepped.find(({ group }) => group.producer.parameter === name)
  const read = stepped.find(({ group }) => group.consumers.some(({ parameter }) => parameter === name))
  const shape = (made?.group.producer ?? read?.group.consumers.find(({ parameter }) => parameter === name))
    ?.shape
  const [inputs, outputs] = (shape ?? [1, mask.length]).slice(-2) as [number, number]
  const readSteps = read?.steps ?? untouched
  const madeSteps = made?.steps ?? new Uint32Array(outputs)
  for (let start = 0; start < mask.length; start += outputs) {
    const readStep = readSteps[((start / outputs) % inputs) % readSteps.length]!
    for (let output = 0; output < outputs; output++) {
      const madeStep = madeSteps[output]!
      losses[readStep > madeStep ? readStep : madeStep]! += mask[start + output]!
    }
  }
}

/** The step of what is never removed. */
const untouched = Uint32Array.of(0)

/** The step whose weights that stay are nearest in number to the target. */
function nearestStep(losses: Float64Array, target: number): number {
  let kept = 0
  let best = 0
  let smallest = Infinity
  for (let step = 0; step < losses.length - 1; step++) {
    kept += losses[step]!
    const distance = Math.abs(kept - target)
    if (distance > smallest) break
    best = step
    smallest = distance
  }
  return best
}
