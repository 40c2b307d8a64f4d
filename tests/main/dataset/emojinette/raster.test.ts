import { describe, expect, test } from 'vitest'
import { drawRaster, type Placement } from '../../../../src/main/dataset/emojinette/draw-raster'
import { twoToned } from '../../../../src/main/dataset/emojinette/enclosed'
import { cutOut, pyramid, type Raster } from '../../../../src/main/dataset/emojinette/raster'

/** Rows of `#` (opaque black) and `.` (empty). */
const drawing = (...rows: string[]): Raster => ({
  width: rows[0]!.length,
  height: rows.length,
  pixels: Uint8Array.from(
    rows.flatMap((row) => [...row].flatMap((mark) => [0, 0, 0, mark === '#' ? 255 : 0])),
  ),
})

const channel = ({ pixels }: Raster, which: number): number[] =>
  [...pixels].filter((_, index) => index % 4 === which)

describe('twoToned', () => {
  const ring = drawing('#####', '#...#', '#...#', '#####', '..#..')

  test('paints what lines enclose, and only that', () => {
    const toned = twoToned(ring, true)
    expect(channel(toned, 0)).toEqual(channel(ring, 3))
    const enclosed = channel(toned, 1)
      .map((value) => (value === 255 ? '#' : '.'))
      .join('')
    expect(enclosed).toBe('.....' + '.###.' + '.###.' + '.....' + '.....')
    expect(channel(toned, 3)).toEqual(
      channel(toned, 0).map((line, index) => line + channel(toned, 1)[index]!),
    )
  })

  test('leaves it empty on demand', () => {
    expect(channel(twoToned(ring, false), 3)).toEqual(channel(ring, 3))
  })

  test('a gap lets the outside in', () => {
    expect(Math.max(...channel(twoToned(drawing('###', '#..', '###'), true), 1))).toBe(0)
  })
})

test('cutOut keeps the content and multiplies by alpha: 200 at alpha 51 is 40', () => {
  const rgba = new Uint8Array(4 * 3 * 4)
  rgba.set([200, 100, 0, 51], (1 * 4 + 2) * 4)
  const cut = cutOut(rgba, 4, 3)
  expect([cut.width, cut.height, ...cut.pixels]).toEqual([1, 1, 40, 20, 0, 51])
})

test('pyramid halves by means, down to below 32 pixels', () => {
  const levels = pyramid({
    width: 64,
    height: 2,
    pixels: Uint8Array.from({ length: 512 }, (_, i) => (Math.floor(i / 4) % 2) * 200),
  })
  expect(levels.map(({ width, height }) => [width, height])).toEqual([
    [64, 2],
    [32, 1],
    [16, 1],
  ])
  expect(new Set(levels[1]!.pixels)).toEqual(new Set([100]))
})

describe('drawRaster', () => {
  const corner = drawing('#.', '..')
  const place = (change: Partial<Placement>): Placement => ({
    centreX: 2,
    centreY: 2,
    width: 2,
    height: 2,
    angleRadians: 0,
    mirrored: false,
    ...change,
  })
  const covered = (placement: Placement): string => {
    const shown = Array.from({ length: 16 }, () => '.')
    drawRaster([corner], placement, 4, (pixel, rgba) => {
      if (rgba[3]! > 127) shown[pixel] = '#'
    })
    return shown.join('').replaceAll(/(.{4})(?!$)/g, '$1/')
  }

  test('puts a raster where it is told, mirrored and turned clockwise', () => {
    expect(covered(place({}))).toBe('..../.#../..../....')
    expect(covered(place({ centreX: 3, centreY: 1 }))).toBe('..#./..../..../....')
    expect(covered(place({ mirrored: true }))).toBe('..../..#./..../....')
    expect(covered(place({ angleRadians: Math.PI / 2 }))).toBe('..../..#./..../....')
  })

  test('stays inside the canvas', () => {
    expect(covered(place({ centreX: 5, centreY: -4 }))).toBe('..../..../..../....')
  })
})
