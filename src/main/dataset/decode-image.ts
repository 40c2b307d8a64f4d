import { readFile, stat } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { StudioError } from '../../shared/errors'
import { imageFormat } from './image-format'

/** Raised whenever decoded pixels change, so that fingerprints change with them. */
export const decoderVersion = 1

/** Larger files are no photographs that one means to classify. */
const maximumFileBytes = 512 * 2 ** 20

// Every image is decoded once per use: what libvips would keep of it is never asked for again.
sharp.cache(false)

export interface DecodedImage {
  /** RGB bytes `[sizePx, sizePx, 3]`. */
  readonly pixels: Uint8Array
  /** Whether the file's own colours are those of a printer, which go through its colour profile. */
  readonly isCmyk: boolean
}

/**
 * Decodes a JPEG, PNG, WebP, GIF, TIFF or AVIF file to RGB bytes `[sizePx, sizePx, 3]`. The first frame of an
 * animation; turned upright as EXIF says; CMYK through its colour profile; transparent parts on white; 16 bits
 * cut to 8. The aspect ratio is not kept (as in the paper).
 *
 * Resampling: the published pipeline is torchvision's `Resize`, that is Pillow's bilinear filter with
 * antialiasing: a triangle that widens with the reduction. This is libvips' `linear` kernel, applied to the fully
 * decoded image; JPEG's own reduced decoding is switched off, for it lies several grey levels away. What is left
 * of a difference is libvips' coarser filter steps and other edges, and a box filter before reductions of 4 and
 * more: a mean of 0.3 grey levels on 224 px photographs taken to 64 or 96 px, 1 to 2 levels on reductions of 6 and
 * more. At a photograph's own size the bytes are Pillow's. RGB profiles are not applied, as Pillow does not either.
 *
 * @throws StudioError `dataset/unreadable-image` with the reason alone as its message
 */
export async function decodeBytes(file: Buffer, sizePx: number): Promise<DecodedImage> {
  try {
    const { space } = await sharp(file, strictness).metadata()
    const isCmyk = space === 'cmyk'
    return { pixels: await pixelsOf(sharp(file, { ...strictness, ignoreIcc: !isCmyk }), sizePx), isCmyk }
  } catch (thrown) {
    throw damaged(thrown)
  }
}

/**
 * Decodes a file that could be decoded before, as `decodeBytes` does. Reading and decoding are a single task for
 * libuv's threads, queued before this returns, so that it runs even while a compute step blocks the event loop.
 *
 * @throws StudioError as `decodeBytes`
 */
export async function decodeFile(path: string, sizePx: number, isCmyk: boolean): Promise<Uint8Array> {
  try {
    // libvips takes what stands in brackets at the end of a name for options.
    const source = path.endsWith(']') ? await readImageFile(path) : path
    return await pixelsOf(sharp(source, { ...strictness, ignoreIcc: !isCmyk }), sizePx)
  } catch (thrown) {
    throw thrown instanceof StudioError ? thrown : damaged(thrown)
  }
}

/** Reads and decodes a file as `decodeBytes` does. @throws StudioError `dataset/unreadable-image` */
export async function decodeImage(path: string, sizePx: number): Promise<Uint8Array> {
  return (await decodeBytes(await readImageFile(path), sizePx)).pixels
}

/** 'error' still takes files with odd but harmless bytes, as Pillow does, and refuses those cut short. */
const strictness = { failOn: 'error' } as const

async function pixelsOf(image: Sharp, sizePx: number): Promise<Uint8Array> {
  const { data, info } = await image
    .autoOrient()
    // Without a pipeline colour space sharp would shrink JPEGs while decoding.
    .pipelineColourspace('srgb')
    .flatten({ background: '#ffffff' })
    .resize(sizePx, sizePx, { fit: 'fill', kernel: 'linear' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`${info.channels} colour channels instead of 3`)
  return data
}

/**
 * The bytes of a file that has at least the beginnings of an image.
 * @throws StudioError `dataset/unreadable-image` for any other, with the reason alone as its message
 */
export async function readImageFile(path: string): Promise<Buffer> {
  let file
  try {
    const { size } = await stat(path)
    if (size === 0) throw unreadable('The file is empty (0 bytes).')
    if (size > maximumFileBytes) throw unreadable('The file is larger than 512 MiB.')
    file = await readFile(path)
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
    throw unreadable(`The file cannot be opened (${code}).`, thrown)
  }
  if (!imageFormat(file)) {
    throw unreadable('This is not an image in a format that is read (JPEG, PNG, WebP, GIF, TIFF, AVIF).')
  }
  return file
}

function damaged(thrown: unknown): StudioError {
  const detail =
    thrown instanceof Error ? thrown.message.trim().replaceAll(/\s*\n\s*/g, '; ') : String(thrown)
  // libvips' words for "it gave no reason", which it does not always give.
  const reason = detail === '' || detail === 'Unknown error' ? '' : ` (${detail})`
  return unreadable(`The image is damaged, cut short or of an unusual kind${reason}.`, thrown)
}

function unreadable(reason: string, cause?: unknown): StudioError {
  return new StudioError('dataset/unreadable-image', reason, { cause })
}
