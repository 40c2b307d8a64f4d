import { describe, expect, it } from 'vitest'
import { calibrationError, highestIndex, scoreLogits } from '../../../src/main/network/classification-metrics'

const ln2 = Math.log(2)

describe('scoreLogits', () => {
  it('gives accuracies, loss and confusion of two classes by hand', () => {
    // Softmax of [ln 3, 0] is [3/4, 1/4].
    const logits = Float32Array.of(Math.log(3), 0, Math.log(3), 0, 0, 0, 0, Math.log(3))
    const result = scoreLogits(logits, Int32Array.of(0, 1, 0, 1), ['a', 'b'])
    expect([...result.predictions]).toEqual([0, 0, 0, 1])
    expect(result.confidences[0]).toBeCloseTo(0.75, 6)
    expect(result.top1Fraction).toBe(0.75)
    expect(result.confusion).toEqual([
      [2, 0],
      [1, 1],
    ])
    // -ln(3/4) - ln(1/4) - ln(1/2) - ln(3/4), over 4.
    expect(result.meanLoss).toBeCloseTo((2 * ln2 - Math.log(3)) / 2 + (2 * ln2 + ln2) / 4, 6)
    expect(result.perClass).toEqual([
      { className: 'a', count: 2, correct: 2, accuracyFraction: 1 },
      { className: 'b', count: 2, correct: 1, accuracyFraction: 0.5 },
    ])
  })

  it('counts a class among the top five only if fewer than five come before it', () => {
    const classes = ['a', 'b', 'c', 'd', 'e', 'f']
    const falling = [6, 5, 4, 3, 2, 1]
    const logits = Float32Array.from([...falling, ...falling])
    expect(scoreLogits(logits, Int32Array.of(4, 5), classes).top5Fraction).toBe(0.5)
    // All equal: the order is that of the classes, so the sixth is not among the five.
    const equal = new Float32Array(12)
    expect(scoreLogits(equal, Int32Array.of(4, 5), classes).top5Fraction).toBe(0.5)
  })

  it('has top five 1 with five classes or fewer, and null for a class without images', () => {
    const result = scoreLogits(Float32Array.of(1, 2, 3), Int32Array.of(0), ['a', 'b', 'c'])
    expect(result.top5Fraction).toBe(1)
    expect(result.perClass[1]!.accuracyFraction).toBeNull()
  })

  it('stays finite for huge logits', () => {
    const result = scoreLogits(Float32Array.of(1e30, -1e30), Int32Array.of(0), ['a', 'b'])
    expect(result.meanLoss).toBe(0)
    expect(result.confidences[0]).toBe(1)
  })
})

describe('calibrationError', () => {
  it('weights the gap of each bin by its images', () => {
    // Bin (.8667, .9333]: two of 0.9, one right, gap |.5 - .9| = .4. Bin (.5333, .6]: one of 0.6, right, gap .4.
    // Last bin: one of 1, right, gap 0. (2 · .4 + 1 · .4 + 0) / 4 = .3
    const right = [true, false, true, true]
    expect(calibrationError(Float32Array.of(0.9, 0.9, 0.59, 1), (image) => right[image]!)).toBeCloseTo(
      (2 * 0.4 + 0.41) / 4,
      6,
    )
  })
})

describe('highestIndex', () => {
  it('takes the first of equals and passes over NaN', () => {
    expect(highestIndex(Float32Array.of(1, 3, 3))).toBe(1)
    expect(highestIndex(Float32Array.of(NaN, 1, NaN, 2))).toBe(3)
  })
})
