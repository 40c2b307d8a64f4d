import { expect, test } from 'vitest'
import { countToPrune, roundHalfToEven } from '../../../src/main/pruning/prune-amount'

test('ties go to the even number, as in Python', () => {
  expect([0.5, 1.5, 2.5, 3.5, 2.4, 2.6, 13.5].map(roundHalfToEven)).toEqual([0, 2, 2, 4, 2, 3, 14])
})

// Counts of zeros that torch 1.13's l1_unstructured(amount) made in layers of n weights.
test.each([
  [5, 0.5, 2],
  [7, 0.5, 4],
  [10, 0.25, 2],
  [10, 0.35, 4],
  [9, 0.5, 4],
])('%i weights, share %f: torch prunes %i', (remaining, fraction, pruned) => {
  expect(countToPrune({ kind: 'share', fraction }, remaining, remaining)).toBe(pruned)
})

// Values of torch's own test/nn/test_pruning.py: test_compute_nparams_to_prune and test_validate_pruning_amount.
test.each([
  [{ kind: 'count', count: 0 }, 15, 0],
  [{ kind: 'count', count: 10 }, 15, 10],
  [{ kind: 'count', count: 1 }, 15, 1],
  [{ kind: 'share', fraction: 1 }, 15, 15],
  [{ kind: 'share', fraction: 0.4 }, 17, 7],
  [{ kind: 'share', fraction: 0.3 }, 0, 0],
  [{ kind: 'count', count: 19 }, 20, 19],
  [{ kind: 'count', count: 0 }, 0, 0],
] as const)('%o of %i weights: torch prunes %i', (amount, remaining, pruned) => {
  expect(countToPrune(amount, remaining, remaining)).toBe(pruned)
})

test.each([
  { kind: 'count', count: 20 },
  { kind: 'count', count: -10 },
  { kind: 'share', fraction: 1.1 },
  { kind: 'share', fraction: 20 },
] as const)('%o of 19 weights: torch refuses, and so do we', (amount) => {
  expect(() => countToPrune(amount, 19, 19)).toThrow('must be')
})

test('a rate takes half of what is left at each doubling, whatever the rounding before', () => {
  // 27 weights. CPR 2: 27 - 13.5 -> 14 go, 13 left. CPR 4: 13 - 6.75 = 6.25 -> 6 go, 7 left.
  // CPR 8: 7 - 3.375 = 3.625 -> 4 go, 3 left. CPR 16: 3 - 1.6875 = 1.3125 -> 1 goes, 2 left.
  let remaining = 27
  const left = [2, 4, 8, 16].map((rate) => (remaining -= countToPrune({ kind: 'rate', rate }, 27, remaining)))
  expect(left).toEqual([13, 7, 3, 2])
})

test('VGG-16 layers: rates and torch halves agree up to CPR 64', () => {
  for (const total of [1728, 36864, 73728, 147456, 294912, 589824, 1179648, 2359296]) {
    let byRate = total
    let byHalf = total
    for (const rate of [2, 4, 8, 16, 32, 64]) {
      byRate -= countToPrune({ kind: 'rate', rate }, total, byRate)
      byHalf -= countToPrune({ kind: 'share', fraction: 0.5 }, total, byHalf)
      expect(byRate).toBe(total / rate)
      expect(byHalf).toBe(total / rate)
    }
  }
})

test('any rate above 1 is reached, also a crooked one', () => {
  // 1000 / 1.25 = 800 kept; 1000 / 3 = 333.33: 666.67 -> 667 go.
  expect(countToPrune({ kind: 'rate', rate: 1.25 }, 1000, 1000)).toBe(200)
  expect(countToPrune({ kind: 'rate', rate: 3 }, 1000, 1000)).toBe(667)
  expect(countToPrune({ kind: 'rate', rate: 3 }, 1000, 333)).toBe(0)
})

test.each([
  [{ kind: 'rate', rate: 1 }, 'above 1'],
  [{ kind: 'rate', rate: Number.NaN }, 'above 1'],
  [{ kind: 'rate', rate: 2 }, 'pruned weights do not come back'],
  [{ kind: 'share', fraction: 1.5 }, 'between 0 and 1'],
  [{ kind: 'count', count: 26 }, 'from 0 to 25'],
  [{ kind: 'count', count: 0.5 }, 'from 0 to 25'],
] as const)('%o is refused', (amount, message) => {
  expect(() => countToPrune(amount, 100, 25)).toThrow(message)
})
