import { expect, test } from 'vitest'
import { countKept, fullMask } from '../../../src/main/pruning/prunable-layer'
import { prune } from '../../../src/main/pruning/prune'

const layer = (name: string, count: number) => ({
  name,
  weights: new Float32Array(count).fill(1),
  mask: fullMask(count),
})
const half = { kind: 'rate', rate: 2 } as const
const draw = (seed: number, ...names: string[]) =>
  prune('random', { layers: names.map((name) => layer(name, 1000)), amount: half, seed })

test('another seed or layer gives another draw; other layers do not matter', () => {
  const masks = draw(1, 'a', 'b')
  expect(countKept(masks.get('a')!)).toBe(500)
  expect(masks.get('a')).not.toEqual(masks.get('b'))
  expect(draw(2, 'a').get('a')).not.toEqual(masks.get('a'))
  expect(draw(1, 'b').get('b')).toEqual(masks.get('b'))
})

test('every weight is as likely to go as any other', () => {
  const seeds = 400
  const gone = new Uint32Array(50)
  for (let seed = 0; seed < seeds; seed++) {
    const layers = [layer('a', 50)]
    const mask = prune('random', { layers, amount: { kind: 'count', count: 10 }, seed }).get('a')!
    mask.forEach((bit, i) => {
      gone[i]! += 1 - bit
    })
  }
  // Each goes with probability 1/5: 80 of 400 draws, with a standard deviation of 8. Chi-square over the 50 weights,
  // each with variance 64, has 49 degrees of freedom (the sum is fixed); 85.4 is its 99.9 % point.
  const chiSquare = gone.reduce((sum, count) => sum + (count - 80) ** 2 / 64, 0)
  expect(chiSquare).toBeLessThan(85.4)
})
