import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { flipHorizontally, flipVertically, rotate } from '../../../src/main/dataset/transform-image'

/** 2 × 2: one letter per pixel, its three channels next to each other. */
const square = (letters: string): Uint8Array =>
  Uint8Array.from([...letters].flatMap((letter) => [0, 1, 2].map((c) => letter.charCodeAt(0) * 2 + c)))
const changed = (letters: string, change: (image: Uint8Array, sizePx: number) => void): Uint8Array => {
  const image = square(letters)
  change(image, Math.sqrt(letters.length))
  return image
}

describe('flips', () => {
  test('move whole pixels: ab/cd left to right is ba/dc, top to bottom cd/ab', () => {
    expect(changed('abcd', flipHorizontally)).toEqual(square('badc'))
    expect(changed('abcd', flipVertically)).toEqual(square('cdab'))
  })

  test('leave the middle of odd sizes in place', () => {
    expect(changed('abcdefghi', flipHorizontally)).toEqual(square('cbafedihg'))
    expect(changed('abcdefghi', flipVertically)).toEqual(square('ghidefabc'))
  })

  test('twice is as before, for any image', () => {
    const images = fc
      .integer({ min: 1, max: 9 })
      .chain((size) =>
        fc.tuple(
          fc.constant(size),
          fc.uint8Array({ minLength: size * size * 3, maxLength: size * size * 3 }),
        ),
      )
    fc.assert(
      fc.property(images, fc.constantFrom(flipHorizontally, flipVertically), ([size, image], flip) => {
        const twice = image.slice()
        flip(twice, size)
        flip(twice, size)
        expect(twice).toEqual(image)
      }),
    )
  })
})

describe('rotate', () => {
  test('quarter turns go counter-clockwise: ab/cd becomes bd/ac', () => {
    expect(changed('abcd', (image, size) => rotate(image, size, 90))).toEqual(square('bdac'))
    expect(changed('abcd', (image, size) => rotate(image, size, 180))).toEqual(square('dcba'))
    expect(changed('abcdefghi', (image, size) => rotate(image, size, -90))).toEqual(square('gdahebifc'))
  })

  test('by nothing changes nothing', () => {
    expect(changed('abcdefghi', (image, size) => rotate(image, size, 0))).toEqual(square('abcdefghi'))
  })

  test('gives what Pillow 13 gives for Image.rotate(30) of a 6 × 6 image with red = 40x + 7y', () => {
    const image = new Uint8Array(6 * 6 * 3)
    for (let y = 0; y < 6; y++) for (let x = 0; x < 6; x++) image[(y * 6 + x) * 3] = 40 * x + 7 * y
    rotate(image, 6, 30)
    const red = Array.from({ length: 36 }, (_, pixel) => image[pixel * 3])
    expect(red).toEqual(
      [
        [0, 80, 120, 167, 207, 0],
        [40, 80, 127, 167, 214, 214],
        [47, 47, 94, 134, 181, 221],
        [14, 54, 101, 141, 188, 188],
        [21, 21, 68, 108, 155, 195],
        [0, 28, 68, 115, 155, 0],
      ].flat(),
    )
  })
})
