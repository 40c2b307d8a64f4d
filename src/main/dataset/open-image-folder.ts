import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { ByteCache, defaultCacheBytes } from './byte-cache'
import { classNames } from './class-names'
import type { DecodedCache } from './decoded-cache'
import { folderImageSet, type LabelledFile } from './folder-image-set'
import { type FolderLayout, readFolderLayout } from './folder-layout'
import type { DataSplits, ImageSet, SkippedFile } from './image-set'
import { parseOptions } from './parse-options'
import { readImageFiles } from './read-image-files'
import { seededRandom } from '../../shared/seeded-random'
import type { FolderScan, FoundFile } from './scan-class-folders'
import { holdOutByClass, splitHeldOut } from './split-images'

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
  const { train, validation, test } = divide(layout.kind, parts, seed)
  return {
    train: asSet(train),
    validation: asSet(validation),
    test: asSet(test),
    extraTests: {},
    skipped: skipped.sort((left, right) => (left.path < right.path ? -1 : 1)),
  }
}

function scansOf(layout: FolderLayout): readonly FolderScan[] {
  switch (layout.kind) {
    case 'single':
      return [layout.all]
    case 'train-val':
      return [layout.train, layout.heldOut]
    case 'train-val-test':
      return [layout.train, layout.validation, layout.test]
  }
}

/** @throws StudioError `dataset/bad-layout` when the parts do not have the same two or more classes */
function classFolders(folder: string, scans: readonly FolderScan[]): string[] {
  const [first, ...others] = scans.map((scan) => scan.classes.map(({ name }) => name))
  const names = first ?? []
  if (names.length < 2) {
    const found = names.length === 0 ? 'no class folder' : `only one class folder, '${names[0]}'`
    throw new StudioError(
      'dataset/bad-layout',
      `'${folder}' has ${found} for training; a network needs at least two classes. Add a subfolder for each class.`,
    )
  }
  for (const other of others) {
    const odd = [
      ...other.filter((name) => !names.includes(name)),
      ...names.filter((name) => !other.includes(name)),
    ]
    if (odd.length === 0) continue
    throw new StudioError(
      'dataset/bad-layout',
      `The parts of '${folder}' do not have the same class folders: ${list(odd)} is in one and not in the other. ` +
        'Give every part the same class folders.',
    )
  }
  return names
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

/** @throws StudioError `dataset/empty` naming the classes of a part that have no readable image */
function requireEveryClass(
  folder: string,
  folders: readonly string[],
  part: Part,
  skipped: readonly SkippedFile[],
): void {
  const labels = new Set(part.map((entry) => entry.label))
  const empty = folders.filter((_, index) => !labels.has(index))
  if (empty.length === 0) return
  const why = skipped[0]
    ? ` ${skipped.length} files were skipped, first '${skipped[0].path}': ${skipped[0].reason}`
    : ''
  throw new StudioError(
    'dataset/empty',
    `In '${folder}' there is no readable image for ${list(empty)}. Add images or remove the folder.${why}`,
  )
}

/** @throws StudioError `dataset/empty` when there are too few images to divide */
function divide(
  kind: FolderLayout['kind'],
  parts: readonly Part[],
  seed: number,
): { train: Part; validation: Part; test: Part } {
  const random = seededRandom(seed, 'split')
  const [first = [], second = [], third = []] = parts
  if (kind === 'train-val-test') return { train: first, validation: second, test: third }
  const all = kind === 'single' ? first : second
  if (kind === 'single') requireTwoOfEach(first)
  const { train, heldOut } =
    kind === 'single'
      ? holdOutByClass(
          first.map((entry) => entry.label),
          random,
        )
      : { train: [], heldOut: second.map((_, index) => index) }
  const { test, validation } = splitHeldOut(heldOut, random)
  const take = (indices: readonly number[]): Part => indices.map((index) => all[index]!)
  return { train: kind === 'single' ? take(train) : first, validation: take(validation), test: take(test) }
}

function requireTwoOfEach(part: Part): void {
  const byClass = Map.groupBy(part, (entry) => entry.label)
  const single = [...byClass.values()].find((members) => members.length < 2)
  if (!single) return
  throw new StudioError(
    'dataset/empty',
    `The class of '${single[0]!.file.name}' has one readable image; a class needs at least two, one for training ` +
      'and one for testing. Add images or remove the folder.',
  )
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `'${name}'`)
  return names.length > 5 ? `${shown.join(', ')} and ${names.length - 5} more` : shown.join(', ')
}
