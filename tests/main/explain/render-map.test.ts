import { describe, expect, test } from 'vitest'
import { renderMap } from '../../../src/main/explain/render-map'
import { renderingKinds } from '../../../src/main/explain/rendering'
import { renderings } from '../../../src/main/explain/renderings'

/** 4 x 4 pixels, byte i is (5 i + 7) mod 256. */
const image = { widthPx: 4, heightPx: 4, rgb: Uint8Array.from({ length: 48 }, (_, i) => (5 * i + 7) % 256) }
const raw = { width: 2, height: 2, values: Float32Array.of(0, 1, 2, 3) }

describe.each(renderingKinds)('rendering %s', (kind) => {
  test('is registered under its own kind, draws one picture of the image’s size, the same every time', () => {
    expect(renderings[kind].kind).toBe(kind)
    const rendered = renderMap(kind, image, raw)
    expect(rendered.kind).toBe(kind)
    expect(rendered.picture).toMatchObject({ widthPx: 4, heightPx: 4 })
    expect(rendered.picture.rgb).toHaveLength(48)
    expect(renderMap(kind, image, raw)).toEqual(rendered)
  })

  test('does not change the image or the map it is given', () => {
    const before = [image.rgb.slice(), raw.values.slice()]
    renderMap(kind, image, raw)
    expect([image.rgb, raw.values]).toEqual(before)
  })

  test('a map without positive evidence is never drawn as a result, nor blank', () => {
    for (const values of [Float32Array.of(0, 0, 0, 0), Float32Array.of(-1, -0, -2, 0)]) {
      const { kind: shown, picture } = renderMap(kind, image, { width: 2, height: 2, values })
      expect(shown).toBe('no-positive-evidence')
      expect(new Set(picture.rgb).size).toBeGreaterThan(2)
      expect(picture.rgb).not.toEqual(image.rgb)
    }
  })

  test('an even map is drawn too: positive everywhere, no NaN', () => {
    const even = renderMap(kind, image, { width: 2, height: 2, values: Float32Array.of(2, 2, 2, 2) })
    expect(even.kind).toBe(kind)
  })

  test('refuses maps and pictures that are none', () => {
    const nan = { ...raw, values: Float32Array.of(0, Number.NaN, 1, 2) }
    expect(() => renderMap(kind, image, nan)).toThrow('holds NaN at position 1')
    expect(() => renderMap(kind, image, { ...raw, width: 3 })).toThrow('4 values instead of 6')
    expect(() => renderMap(kind, { ...image, widthPx: 5 }, raw)).toThrow('needs 60 bytes')
  })
})

describe('heat-map', () => {
  test('has the bytes of Pillow, NumPy and matplotlib run as the authors did', () => {
    // resize('F', BICUBIC), min-max, (255 * jet(map ** 2)).astype(uint8), (0.7 * image + 0.3 *
    // colour).astype(uint8)
    const rendered = renderMap('heat-map', image, raw)
    expect([...rendered.picture.rgb]).toEqual([
      4, 8, 50, 15, 18, 62, 25, 29, 91, 36, 39, 119, 46, 50, 101, 57, 60, 124, 67, 85, 151, 78, 120, 161, 88,
      129, 172, 99, 168, 182, 161, 189, 138, 196, 184, 127, 153, 210, 188, 194, 221, 169, 228, 175, 158, 200,
      165, 169,
    ])
    expect(rendered).toMatchObject({
      scaling: { kind: 'per-map', low: expect.closeTo(-0.264706, 5), high: expect.closeTo(3.264706, 5) },
    })
  })

  test('mixes as asked: all image, all colour, unsquared, another map', () => {
    expect(renderMap('heat-map', image, raw, { imageShare: 1 }).picture.rgb).toEqual(image.rgb)
    const even = { ...raw, values: Float32Array.of(2, 2, 2, 2) }
    // Half of an absolute range of 4: bin 128 of viridis (32, 144, 140) unsquared, a quarter squared is bin
    // 64.
    const options = {
      imageShare: 0,
      colourMap: 'viridis',
      scaling: { kind: 'absolute', low: 0, high: 4 },
    } as const
    const first = (isSquared: boolean) => [
      ...renderMap('heat-map', image, even, { ...options, isSquared }).picture.rgb.subarray(0, 3),
    ]
    expect(first(false)).toEqual([32, 144, 140])
    expect(first(true)).toEqual([58, 82, 139])
    expect(() => renderMap('heat-map', image, raw, { imageShare: 1.1 })).toThrow('between 0 and 1')
  })
})

describe('occlusion-map', () => {
  const same = {
    width: 4,
    height: 4,
    values: Float32Array.from({ length: 16 }, (_, i) => (i === 5 ? 9 : i % 4)),
  }

  test('exactly the share is visible, ties from the top left, all else is black', () => {
    // A quarter of 16 pixels: the 9 at 5, then of the four 3s at 3, 7, 11, 15 the first three.
    const rendered = renderMap('occlusion-map', image, same, { visibleFraction: 0.25 })
    expect(rendered).toMatchObject({ visiblePx: 4, unsupportedPx: 0 })
    for (let pixel = 0; pixel < 16; pixel++) {
      const shown = [...rendered.picture.rgb.subarray(pixel * 3, pixel * 3 + 3)]
      const original = [...image.rgb.subarray(pixel * 3, pixel * 3 + 3)]
      expect(shown).toEqual([3, 5, 7, 11].includes(pixel) ? original : [0, 0, 0])
    }
  })

  test('the published tenth of 224 x 224 is 5017 pixels, whatever the map', () => {
    const size = 224
    const photo = { widthPx: size, heightPx: size, rgb: new Uint8Array(size * size * 3).fill(200) }
    for (const peak of [0, 24, 48]) {
      const values = Float32Array.from({ length: 49 }, (_, i) => (i === peak ? 1 : -1))
      const rendered = renderMap('occlusion-map', photo, { width: 7, height: 7, values })
      const lit = rendered.picture.rgb.filter((byte) => byte === 200).length / 3
      expect(lit).toBe(5017)
      expect(rendered).toMatchObject({ visiblePx: 5017 })
    }
  })

  test('counts pixels that are shown without evidence, and refuses shares that are none', () => {
    const peak = {
      width: 4,
      height: 4,
      values: Float32Array.from({ length: 16 }, (_, i) => (i === 5 ? 1 : -1)),
    }
    expect(renderMap('occlusion-map', image, peak, { visibleFraction: 0.5 })).toMatchObject({
      visiblePx: 8,
      unsupportedPx: 7,
    })
    expect(renderMap('occlusion-map', image, peak, { visibleFraction: 0.01 })).toMatchObject({ visiblePx: 1 })
    for (const visibleFraction of [0, 1.01, Number.NaN]) {
      expect(() => renderMap('occlusion-map', image, peak, { visibleFraction })).toThrow(
        'above 0 and at most 1',
      )
    }
  })
})
