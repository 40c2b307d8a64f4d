import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { describe, expect, test } from 'vitest'
import { decodeImage } from '../../../src/main/dataset/decode-image'
import { temporaryFolder } from './temporary-folder'

const decodeBytes = (bytes: Uint8Array, sizePx: number): Promise<Uint8Array> => {
  const path = join(temporaryFolder(), 'picture.jpg')
  writeFileSync(path, bytes)
  return decodeImage(path, sizePx)
}

const plain = (colour: { r: number; g: number; b: number; alpha?: number }): Sharp =>
  sharp({
    create: { width: 16, height: 12, channels: colour.alpha === undefined ? 3 : 4, background: colour },
  })

/** The colour in the middle of a picture. */
const middle = (bytes: Uint8Array, sizePx: number): number[] => {
  const first = (Math.floor(sizePx / 2) * sizePx + Math.floor(sizePx / 2)) * 3
  return [...bytes.subarray(first, first + 3)]
}

const orange = { r: 200, g: 120, b: 40 }
const jpegTolerance = 3

describe('decodeImage reads', () => {
  test.each([
    ['PNG', () => plain(orange).png().toBuffer(), 0],
    ['lossless WebP', () => plain(orange).webp({ lossless: true }).toBuffer(), 0],
    ['JPEG', () => plain(orange).jpeg({ quality: 100 }).toBuffer(), jpegTolerance],
    ['progressive JPEG', () => plain(orange).jpeg({ progressive: true }).toBuffer(), jpegTolerance],
    ['GIF', () => plain(orange).gif().toBuffer(), 8],
    ['TIFF', () => plain(orange).tiff({ compression: 'lzw' }).toBuffer(), 0],
  ] as const)('%s, to a square of any size', async (_name, make, tolerance) => {
    const bytes = await decodeBytes(await make(), 8)
    expect(bytes).toHaveLength(8 * 8 * 3)
    middle(bytes, 8).forEach((value, channel) => {
      expect(Math.abs(value - [200, 120, 40][channel]!)).toBeLessThanOrEqual(tolerance)
    })
  })

  test('grey as three equal channels', async () => {
    const grey = await plain({ r: 90, g: 90, b: 90 }).toColourspace('b-w').png().toBuffer()
    expect(middle(await decodeBytes(grey, 8), 8)).toEqual([90, 90, 90])
  })

  test('transparent parts on white: half transparent black is (0 + 255) / 2', async () => {
    const half = await plain({ r: 0, g: 0, b: 0, alpha: 0.5 }).png().toBuffer()
    for (const value of middle(await decodeBytes(half, 8), 8)) expect(Math.abs(value - 127.5)).toBeLessThan(2)
    const greyAlpha = await plain({ r: 0, g: 0, b: 0, alpha: 0 }).toColourspace('b-w').png().toBuffer()
    expect(middle(await decodeBytes(greyAlpha, 8), 8)).toEqual([255, 255, 255])
  })

  test('16 bits cut to 8: 0x8040 is 0x80', async () => {
    const deep = await sharp(
      Uint16Array.from({ length: 64 * 3 }, () => 0x8040),
      {
        raw: { width: 8, height: 8, channels: 3 },
      },
    )
      .toColourspace('rgb16')
      .png()
      .toBuffer()
    expect((await sharp(deep).metadata()).depth).toBe('ushort')
    expect(middle(await decodeBytes(deep, 8), 8)).toEqual([0x80, 0x80, 0x80])
  })

  test('CMYK in its true colours', async () => {
    const cmyk = await plain(orange).toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer()
    expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
    middle(await decodeBytes(cmyk, 8), 8).forEach((value, channel) => {
      expect(Math.abs(value - [200, 120, 40][channel]!)).toBeLessThan(25)
    })
  })

  test('upright as EXIF orientation 6 says: the stored left edge is the shown top', async () => {
    const pixels = Buffer.alloc(16 * 16 * 3)
    for (let y = 0; y < 16; y++)
      for (let x = 0; x < 8; x++) pixels.fill(255, (y * 16 + x) * 3, (y * 16 + x) * 3 + 3)
    const turned = await sharp(pixels, { raw: { width: 16, height: 16, channels: 3 } })
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100 })
      .toBuffer()
    const bytes = await decodeBytes(turned, 16)
    expect(bytes[(2 * 16 + 12) * 3]).toBeGreaterThan(250)
    expect(bytes[(13 * 16 + 3) * 3]).toBeLessThan(5)
  })
})

describe('decodeImage reduces as Pillow does', () => {
  const pattern = (): Promise<Buffer> => {
    const pixels = Buffer.alloc(12 * 12 * 3)
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 12; x++) {
        const chequer = (Math.floor(x / 3) + Math.floor(y / 3)) % 2 === 1 ? 255 : 0
        pixels.set([(x * 37 + y * 61) % 256, (x * x * 5) % 256, chequer], (y * 12 + x) * 3)
      }
    }
    return sharp(pixels, { raw: { width: 12, height: 12, channels: 3 } })
      .png()
      .toBuffer()
  }

  // Pillow 13: Image.resize((s, s), BILINEAR) of the pattern.
  const pillow = {
    4: [
      [110, 13, 56, 139, 87, 180, 108, 166, 75, 137, 160, 199],
      [119, 13, 181, 120, 87, 88, 133, 166, 167, 114, 160, 74],
      [135, 13, 74, 113, 87, 167, 133, 166, 88, 123, 160, 181],
      [129, 13, 199, 135, 87, 75, 114, 166, 180, 148, 160, 56],
    ].flat(),
    3: [
      [119, 27, 111, 127, 133, 128, 123, 159, 144],
      [125, 27, 128, 124, 133, 128, 125, 159, 128],
      [131, 27, 144, 122, 133, 128, 135, 159, 111],
    ].flat(),
  }

  test.each([3, 4] as const)('12 px to %d px: inside within 3 grey levels', async (sizePx) => {
    const bytes = await decodeBytes(await pattern(), sizePx)
    bytes.forEach((value, index) => {
      const [x, y] = [Math.floor(index / 3) % sizePx, Math.floor(index / 3 / sizePx)]
      if (x === 0 || y === 0 || x === sizePx - 1 || y === sizePx - 1) return
      expect(Math.abs(value - pillow[sizePx][index]!), `${x}, ${y}`).toBeLessThanOrEqual(3)
    })
  })

  test.each([3, 4] as const)(
    '12 px to %d px: at the edges within 16 grey levels of contrast 255',
    async (sizePx) => {
      const bytes = await decodeBytes(await pattern(), sizePx)
      const differences = [...bytes].map((value, index) => Math.abs(value - pillow[sizePx][index]!))
      expect(Math.max(...differences)).toBeLessThanOrEqual(16)
    },
  )
})

describe('decodeImage refuses, with a reason', () => {
  const reason = async (bytes: Uint8Array | string): Promise<string> => {
    const failure: unknown = await decodeBytes(Buffer.from(bytes), 8).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ code: 'dataset/unreadable-image' })
    return failure instanceof Error ? failure.message : ''
  }

  test('nothing at all', async () => {
    expect(await reason('')).toBe('The file is empty (0 bytes).')
  })

  test('text in a file called .jpg, and drawings', async () => {
    expect(await reason('these are my labels')).toContain('not an image in a format that is read (JPEG')
    expect(await reason('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')).toContain(
      'not an image',
    )
  })

  test('a JPEG and a PNG cut short', async () => {
    const noise = Buffer.from(
      Uint8Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * index * 31) % 251),
    )
    const image = sharp(noise, { raw: { width: 64, height: 64, channels: 3 } })
    const [jpeg, png] = [await image.clone().jpeg().toBuffer(), await image.clone().png().toBuffer()]
    expect(await reason(jpeg.subarray(0, jpeg.length / 2))).toContain('damaged, cut short')
    expect(await reason(png.subarray(0, png.length / 2))).toContain('damaged, cut short')
  })

  test('a header with nothing behind it', async () => {
    expect(await reason(Uint8Array.of(0xff, 0xd8, 0xff))).toContain('damaged, cut short')
  })

  test('a file that is not there', async () => {
    await expect(decodeImage(join(temporaryFolder(), 'gone.png'), 8)).rejects.toThrow(
      'cannot be opened (ENOENT)',
    )
  })
})
