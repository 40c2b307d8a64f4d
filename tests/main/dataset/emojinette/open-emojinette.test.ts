import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { heldOutDesigns, openEmojinette } from '../../../../src/main/dataset/emojinette/open-emojinette'
import type { ImageSet } from '../../../../src/main/dataset/image-set'

const small = { trainCount: 40, validationCount: 20, testCount: 20, heldOutCount: 20 }
const everyImage = (set: ImageSet): Promise<Uint8Array> => set.load(set.names.map((_, index) => index))
const imageBytes = 64 * 64 * 3

describe('openEmojinette', () => {
  test('has the ten classes in turn, in every part', async () => {
    const { train, validation, test: testing, extraTests } = await openEmojinette({ seed: 1, ...small })
    for (const set of [train, validation, testing, extraTests[heldOutDesigns]!]) {
      expect(set.classes).toHaveLength(10)
      expect([...set.labels]).toEqual(set.names.map((_, index) => index % 10))
      expect(new Set(set.names).size).toBe(set.names.length)
    }
    expect([train, validation, testing].map(({ names }) => names.length)).toEqual([40, 20, 20])
    expect(train.names[3]).toMatch(/^train\/chain-saw\/000003-.*saw\.png$/)
  })

  test('shows held-out designs in no other part', async () => {
    const {
      train,
      validation,
      test: testing,
      extraTests,
    } = await openEmojinette({ seed: 1, trainCount: 3000 })
    const known = [train, validation, testing].flatMap(({ names }) => names)
    expect(known.filter((name) => name.includes('-twemoji-'))).toEqual([])
    expect(extraTests[heldOutDesigns]!.names.every((name) => name.includes('-twemoji-'))).toBe(true)
  })

  test('makes the same bytes from the same seed, in whatever order and portions', async () => {
    const first = await everyImage((await openEmojinette({ seed: 5, ...small })).train)
    const { train } = await openEmojinette({ seed: 5, ...small, cacheBytes: 0 })
    for (const index of [17, 0, 39, 17]) {
      expect(await train.load([index])).toEqual(first.slice(index * imageBytes, (index + 1) * imageBytes))
    }
  })

  test('a longer set begins with the shorter one', async () => {
    const short = await everyImage((await openEmojinette({ seed: 5, ...small })).train)
    const long = await openEmojinette({ seed: 5, ...small, trainCount: 60 })
    expect(await long.train.load(Array.from({ length: 40 }, (_, index) => index))).toEqual(short)
  })

  test('seed, part and size each make other pictures and another fingerprint', async () => {
    const [one, two, larger] = await Promise.all([
      openEmojinette({ seed: 1, ...small }),
      openEmojinette({ seed: 2, ...small }),
      openEmojinette({ seed: 1, sizePx: 96, ...small }),
    ])
    const prints = [one.train, one.validation, one.test, two.train, larger.train].map(
      ({ fingerprint }) => fingerprint,
    )
    expect(new Set(prints).size).toBe(5)
    const pictures = [one.train, one.validation, one.test, two.train].map((set) => set.load([0]))
    expect(
      new Set((await Promise.all(pictures)).map((bytes) => Buffer.from(bytes).toString('hex'))).size,
    ).toBe(4)
    expect(await larger.train.load([0, 1])).toHaveLength(2 * 96 * 96 * 3)
  })

  test('refuses options out of range, naming them', async () => {
    await expect(openEmojinette({ seed: -1, sizePx: 4 })).rejects.toMatchObject({
      code: 'dataset/bad-request',
      message: expect.stringMatching(/seed.*sizePx/),
    })
  })
})

describe('objectMask', () => {
  test('is 255 on 2 % to 75 % of the picture and 0 elsewhere, without change on repeat', async () => {
    const { train } = await openEmojinette({ seed: 3, ...small, trainCount: 200 })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 199 }), (index) => {
        const mask = train.objectMask!(index)
        expect(mask).toHaveLength(64 * 64)
        const share = mask.reduce((count, value) => count + (value === 255 ? 1 : 0), 0) / mask.length
        expect(mask.every((value) => value === 255 || value === 0)).toBe(true)
        expect(share, train.names[index]!).toBeGreaterThan(0.02)
        expect(share, train.names[index]!).toBeLessThan(0.75)
        expect(train.objectMask!(index)).toEqual(mask)
      }),
    )
  })

  test('marks where the object is: only there do two designs in the same scene differ', async () => {
    // The background of an image depends on seed, part and index alone, and the object lies on top of it.
    const { drawObjectMask, drawScene } = await import('../../../../src/main/dataset/emojinette/scene')
    const { drawnDesigns } = await import('../../../../src/main/dataset/emojinette/designs')
    const { known } = await drawnDesigns(64)
    const tapes = known.filter(
      ({ name }) => name === 'noto-videocassette' || name === 'emojione-videocassette',
    )
    expect(tapes).toHaveLength(2)
    for (let index = 0; index < 20; index++) {
      const key = { seed: 1, part: 'train', index, sizePx: 64 }
      const [left, right] = tapes.map((design) => drawScene(key, design, known))
      const masks = tapes.map((design) => drawObjectMask(key, design))
      for (let pixel = 0; pixel < 64 * 64; pixel++) {
        const differs = [0, 1, 2].some(
          (channel) => Math.abs(left![pixel * 3 + channel]! - right![pixel * 3 + channel]!) > 2,
        )
        const near = [-65, -64, -63, -1, 0, 1, 63, 64, 65].some((step) =>
          masks.some((mask) => mask[pixel + step] === 255),
        )
        if (differs) expect(near, `scene ${index}, pixel ${pixel}`).toBe(true)
      }
    }
  })
})
