import fc from 'fast-check'
import type { PlanRequest } from '../../../../src/main/study/plan/plan-request'

interface Shape {
  readonly classes: number
  readonly imagesPerClass: number
  readonly conditions: number
  readonly isPaired: boolean
}

/** A request over made-up images `c0-i0`, ... and conditions `m0` or `m0:m1`, ... */
export function planRequest(
  { classes, imagesPerClass, conditions, isPaired }: Shape,
  rest: Partial<PlanRequest> & Pick<PlanRequest, 'ratingsPerItem'>,
): PlanRequest {
  return {
    images: Array.from({ length: classes * imagesPerClass }, (_, index) => ({
      id: `c${index % classes}-i${Math.floor(index / classes)}`,
      classId: `c${index % classes}`,
    })),
    conditions: Array.from({ length: conditions }, (_, index) =>
      isPaired
        ? { name: `m${index}:m${index + 1}`, models: [`m${index}`, `m${index + 1}`] }
        : { name: `m${index}`, models: [`m${index}`] },
    ),
    raters: null,
    itemsPerRater: null,
    imageRepeats: 'avoid',
    sides: 'balanced',
    checkEvery: null,
    seed: 1,
    ...rest,
  }
}

/** Requests of many shapes that can be met: at least as many raters as ratings of an item. */
export const possibleRequests: fc.Arbitrary<PlanRequest> = fc
  .record({
    classes: fc.integer({ min: 1, max: 6 }),
    imagesPerClass: fc.integer({ min: 1, max: 7 }),
    conditions: fc.integer({ min: 1, max: 4 }),
    isPaired: fc.boolean(),
    ratingsPerItem: fc.integer({ min: 1, max: 6 }),
    surplus: fc.integer({ min: 0, max: 12 }),
    imageRepeats: fc.constantFrom('avoid' as const, 'allow' as const),
    checkEvery: fc.constantFrom(null, 3, 5),
    seed: fc.integer({ min: 0, max: 0xffff_ffff }),
  })
  .map(({ surplus, ratingsPerItem, imageRepeats, checkEvery, seed, ...shape }) => {
    const total = shape.classes * shape.imagesPerClass * shape.conditions * ratingsPerItem
    const raters = Math.min(ratingsPerItem + surplus, total)
    return planRequest(shape, { ratingsPerItem, raters, imageRepeats, checkEvery, seed })
  })
