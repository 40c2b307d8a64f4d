import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Labelled } from '../../../src/main/dataset/require-classes'
import { holdOutByClass, splitHeldOut } from '../../../src/main/dataset/split-images'

const image = (name: string, label: number): Labelled => ({
  file: { path: name, name, sizeBytes: 1, modifiedMs: 0 },
  label,
})
/** So many images of three classes in turn. */
const images = (count: number): Labelled[] =>
  Array.from({ length: count }, (_, index) => image(`${index}.png`, index % 3))
const seeds = fc.integer({ min: 0, max: 0xffff_ffff })

describe('splitHeldOut', () => {
  test('divides 3,925 images into 2,800 and 1,125 as in the paper', () => {
    const { test: testing, validation } = splitHeldOut(images(3925), 1)
    expect([testing.length, validation.length]).toEqual([2800, 1125])
  })

  test('divides 500 images into 357 and 143: 500 × 2800 / 3925 = 356.7', () => {
    const { test: testing, validation } = splitHeldOut(images(500), 1)
    expect([testing.length, validation.length]).toEqual([357, 143])
  })

  test('puts every image into exactly one part, neither empty, in their order, the same for the same seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), seeds, (count, seed) => {
        const all = images(count)
        const split = splitHeldOut(all, seed)
        expect(split.test.length).toBeGreaterThan(0)
        expect(split.validation.length).toBeGreaterThan(0)
        for (const part of [split.test, split.validation]) {
          expect(part).toEqual(all.filter((each) => part.includes(each)))
        }
        expect(split.test.length + split.validation.length).toBe(count)
        expect(splitHeldOut(all, seed)).toEqual(split)
      }),
      { numRuns: 30 },
    )
  })

  test('another seed gives another split', () => {
    expect(splitHeldOut(images(100), 1).test).not.toEqual(splitHeldOut(images(100), 2).test)
  })

  test('is as random as a shuffle: over 400 seeds each image is tested about as often as any other', () => {
    const all = images(20)
    const counts = new Map(all.map((each) => [each, 0]))
    for (let seed = 0; seed < 400; seed++) {
      for (const each of splitHeldOut(all, seed).test) counts.set(each, counts.get(each)! + 1)
    }
    // 14 of 20 are for testing: 400 draws at .7 have a mean of 280 and a standard deviation of 9.2; five are 46.
    for (const count of counts.values()) expect(Math.abs(count - 280)).toBeLessThan(46)
  })

  test('is not by class: over 200 seeds, the test images of a class are not always 14 of its 20', () => {
    const all = Array.from({ length: 60 }, (_, index) => image(`${index}.png`, Math.floor(index / 20)))
    const ofFirst = Array.from({ length: 200 }, (_, seed) => {
      return splitHeldOut(all, seed).test.filter(({ label }) => label === 0).length
    })
    expect(new Set(ofFirst).size).toBeGreaterThan(3)
  })

  test('an image that goes moves at most one other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 100 }), seeds, fc.nat(), (count, seed, chosen) => {
        const all = images(count)
        const gone = all[chosen % count]!
        const before = new Set(splitHeldOut(all, seed).test)
        const left = all.filter((each) => each !== gone)
        const after = new Set(splitHeldOut(left, seed).test)
        expect(left.filter((each) => before.has(each) !== after.has(each)).length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('holdOutByClass', () => {
  test('takes 3 of 10 and 1 of 2', () => {
    const all = [...images(30).filter(({ label }) => label === 0), image('a', 1), image('b', 1)]
    const { train, heldOut } = holdOutByClass(all, 5)
    expect(heldOut.filter(({ label }) => label === 0)).toHaveLength(3)
    expect(heldOut.filter(({ label }) => label === 1)).toHaveLength(1)
    expect([...train, ...heldOut]).toHaveLength(12)
    expect(train).toEqual(all.filter((each) => !heldOut.includes(each)))
  })

  test('an image that comes into one class leaves the other classes as they were', () => {
    const all = images(30)
    const more = [...all, image('new.png', 0)]
    const ofOthers = (list: readonly Labelled[]): Labelled[] => list.filter(({ label }) => label !== 0)
    expect(ofOthers(holdOutByClass(more, 3).train)).toEqual(ofOthers(holdOutByClass(all, 3).train))
  })
})
