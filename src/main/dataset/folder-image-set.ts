import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { StudioError } from '../../shared/errors'
import type { ByteCache } from './byte-cache'
import { decodeFile, decodeImage, decoderVersion } from './decode-image'
import type { DecodedCache } from './decoded-cache'
import type { ImageSet } from './image-set'
import { type ImageSource, loadImages } from './load-images'
import type { ReadableFile } from './read-image-files'

/** A readable image file with its label. */
export interface LabelledFile extends ReadableFile {
  readonly label: number
  /** Its key in the memory that the parts of a data set share. */
  readonly key: number
}

/** What the parts of a data set share. */
export interface FolderImages {
  readonly classes: readonly string[]
  readonly sizePx: number
  readonly memory: ByteCache
  readonly disk?: DecodedCache | undefined
}

/** libuv's threads take what is queued one by one; the rest waits there, not here. */
const concurrentImages = 1024

/** Some of a data set's files as an image set. */
export function folderImageSet(files: readonly LabelledFile[], shared: FolderImages): ImageSet {
  const { classes, sizePx, memory } = shared
  const source: ImageSource = {
    count: files.length,
    sizePx,
    cache: memory,
    concurrentImages,
    cacheKey: (index) => files[index]!.key,
    make: (index) => readPixels(files[index]!, shared),
  }
  return {
    classes,
    sizePx,
    labels: Int32Array.from(files, ({ label }) => label),
    names: files.map(({ file }) => file.name),
    fingerprint: fingerprint(files, classes, sizePx),
    files: files.map(({ file: { path, sizeBytes, modifiedMs }, sha256 }) => ({
      path,
      sha256,
      sizeBytes,
      modifiedMs,
    })),
    load: (indices) => loadImages(source, indices),
  }
}

/**
 * Starts to read an image's pixels from the disk's cache or from its file. Every file could be read when the data set
 * was opened, so a failure here means that it changed since.
 */
async function readPixels(image: LabelledFile, { sizePx, disk }: FolderImages): Promise<Uint8Array> {
  requireUnchanged(image)
  const cached = image.diskKey && disk?.read(image.diskKey, sizePx * sizePx * 3)
  const pixels = cached && (await cached)
  if (pixels) return pixels
  try {
    const { file, isCmyk } = image
    return await (isCmyk === undefined
      ? decodeImage(file.path, sizePx)
      : decodeFile(file.path, sizePx, isCmyk))
  } catch (thrown) {
    throw changed(image, thrown instanceof Error ? thrown.message : String(thrown), thrown)
  }
}

/** Synchronous, so that reading is queued before the caller goes on to a step that blocks. */
function requireUnchanged(image: LabelledFile): void {
  const { path, sizeBytes, modifiedMs } = image.file
  const stats = statSync(path, { throwIfNoEntry: false })
  if (!stats) throw changed(image, 'It is gone.')
  if (stats.size !== sizeBytes || stats.mtimeMs !== modifiedMs) throw changed(image, 'It has changed.')
}

function changed({ file }: LabelledFile, reason: string, cause?: unknown): StudioError {
  return new StudioError(
    'dataset/unreadable-image',
    `'${file.path}' is not what it was when the data set was opened. ${reason} Start again to go on with what is there.`,
    { cause },
  )
}

/** By content, not by date: a copy of a data set is the same data set. */
function fingerprint(files: readonly LabelledFile[], classes: readonly string[], sizePx: number): string {
  const hash = createHash('sha256').update(JSON.stringify({ decoderVersion, classes, sizePx }))
  for (const { file, sha256, label } of files) hash.update(JSON.stringify([file.name, sha256, label]))
  return hash.digest('hex')
}
