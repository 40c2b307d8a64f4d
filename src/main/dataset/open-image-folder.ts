import { z } from 'zod'
import { ByteCache, defaultCacheBytes } from './byte-cache'
import { classNames } from './class-names'
import { divideParts } from './divide-parts'
import type { DecodedCache } from './decoded-cache'
import { folderImageSet, type LabelledFile } from './folder-image-set'
import { readFolderLayout, scansOf } from './folder-layout'
import type { DataSplits, ImageSet } from './image-set'
import { parseOptions } from './parse-options'
import { readImageFiles } from './read-image-files'
import type { FolderScan, FoundFile } from './scan-class-folders'
import { classFolders, requireEveryClass } from './require-classes'

const optionsSchema = z.object({
  /** A folder as `readFolderLayout` takes it. */
  folder: z.string().min(1),
  /** Edge length to which all images are resized. */
  sizePx: z.int().min(8).max(4096),
  /** Decides which images are for testing and which for validation. */
  seed: z.int().min(0).max(0xffff_ffff),
  /** Memory for decoded images, shared by all parts; 0 keeps none. */
  cacheBytes: z.number().min(0).optional(),
})

export interface ImageFolderOptions extends z.infer<typeof optionsSchema> {
  /** Keeps decoded images on disk. */
  readonly disk?: DecodedCache
  /** Called as files are checked. */
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

/** A file of one part, with its label into the classes and its key in memory. */
type Labelled = Pick<LabelledFile, 'file' | 'label' | 'key'>

/** Readable files of one part. */
type Part = readonly LabelledFile[]

/**
 * Opens class-per-folder images. Every file is decoded once here, in libuv's threads, because only that shows
 * whether it is whole, or its pixels are taken from the `disk`; decoded images stay in memory up to `cacheBytes` (by
 * default an eighth of the machine's memory, at most 2 GiB), and what does not fit is read again on each use.
 *
 * `train` with `val`: `val` is divided at random into 2,800 : 1,125 for test and validation, as in the paper, in
 * proportion for other sizes. `train`, `val` and `test`: taken as they are. A single folder of classes: 30 % of
 * each class are held out at random and divided in the same way. Classes are in the order of their folders'
 * names; Imagenette's ids become readable names.
 *
 * @throws StudioError `dataset/not-found`, `dataset/bad-layout`, `dataset/empty`, `dataset/bad-request`,
 *   `job/cancelled`
 */
export async function openImageFolder(options: ImageFolderOptions): Promise<DataSplits> {
  const { folder, sizePx, seed, cacheBytes } = parseOptions(optionsSchema, options)
  const layout = await readFolderLayout(folder)
  const scans = scansOf(layout)
  const folders = classFolders(folder, scans)
  const memory = new ByteCache(cacheBytes ?? defaultCacheBytes())
  const labelled = label(scans, folders)
  const files = labelled.flat()
  const { readable, skipped: unreadable } = await readImageFiles(
    files.map(({ file }) => file),
    { ...options, sizePx, onPixels: (index, pixels) => memory.offer(files[index]!.key, pixels) },
  )
  const skipped = [...scans.flatMap((scan) => scan.skipped), ...unreadable]
  const parts = labelled.map((part): Part =>
    part.flatMap((entry) => {
      const found = readable[entry.key]
      return found ? [{ ...found, ...entry }] : []
    }),
  )
  parts.forEach((part) => requireEveryClass(folder, folders, part, skipped))
  const classes = classNames(folders)
  const shared = { classes, sizePx, memory, disk: options.disk }
  const asSet = (part: Part): ImageSet => folderImageSet(part, shared)
  const { train, validation, test } = divideParts(layout.kind, parts, seed)
  return {
    train: asSet(train),
    validation: asSet(validation),
    test: asSet(test),
    extraTests: {},
    skipped: skipped.sort((left, right) => (left.path < right.path ? -1 : 1)),
  }
}

/** Keys are the files' positions in all parts together. */
function label(scans: readonly FolderScan[], folders: readonly string[]): readonly (readonly Labelled[])[] {
  let key = 0
  return scans.map((scan) =>
    scan.classes.flatMap(({ name, files }) =>
      files.map((file: FoundFile) => ({ file, label: folders.indexOf(name), key: key++ })),
    ),
  )
}
