import { createHash } from 'node:crypto'
import { StudioError } from '../../shared/errors'
import type { ByteCache } from './byte-cache'
import { decodeImage, decoderVersion } from './decode-image'
import type { ImageSet } from './image-set'
import { type ImageSource, loadImages } from './load-images'
import type { FoundFile } from './scan-class-folders'

/** A readable image file with its label. */
export interface LabelledFile {
  readonly file: FoundFile
  readonly label: number
  /** Its key in the cache that the parts of a data set share. */
  readonly key: number
}

/** Some of a data set's files as an image set. */
export function folderImageSet(
  files: readonly LabelledFile[],
  classes: readonly string[],
  sizePx: number,
  cache: ByteCache,
): ImageSet {
  const source: ImageSource = {
    count: files.length,
    sizePx,
    cache,
    cacheKey: (index) => files[index]!.key,
    make: (index) => decodeNamed(files[index]!.file, sizePx),
  }
  return {
    classes,
    sizePx,
    labels: Int32Array.from(files, ({ label }) => label),
    names: files.map(({ file }) => file.name),
    fingerprint: fingerprint(files, classes, sizePx),
    load: (indices) => loadImages(source, indices),
  }
}

/** Every file could be read when the data set was opened, so a failure here means that it changed since. */
async function decodeNamed(file: FoundFile, sizePx: number): Promise<Uint8Array> {
  try {
    return await decodeImage(file.path, sizePx)
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown)
    throw new StudioError(
      'dataset/unreadable-image',
      `'${file.path}' was readable when the data set was opened and is not now. ${reason} Start again to go on ` +
        'without it.',
      { cause: thrown },
    )
  }
}

function fingerprint(files: readonly LabelledFile[], classes: readonly string[], sizePx: number): string {
  const hash = createHash('sha256').update(JSON.stringify({ decoderVersion, classes, sizePx }))
  for (const { file, label } of files) {
    hash.update(JSON.stringify([file.name, file.sizeBytes, file.modifiedMs, label]))
  }
  return hash.digest('hex')
}
