import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { ByteCache, defaultCacheBytes } from './byte-cache'
import { classNames } from './class-names'
import { decodeImage } from './decode-image'
import { folderImageSet, type LabelledFile } from './folder-image-set'
import { type FolderLayout, readFolderLayout } from './folder-layout'
import { forEachConcurrent } from './for-each-concurrent'
import type { DataSplits, ImageSet, SkippedFile } from './image-set'
import { parseOptions } from './parse-options'
import { seededRandom } from '../../shared/seeded-random'
import type { FolderScan, FoundFile } from './scan-class-folders'
import { holdOutByClass, splitHeldOut } from './split-images'

const concurrentFiles = 6

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
  /** Called as files are checked. */
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

/** Readable files of one part, with labels into the classes. */
type Part = readonly LabelledFile[]

/**
 * Opens class-per-folder images. Every file is decoded once here, in libuv's threads, because only that shows
 * whether it is whole; decoded images stay in memory up to `cacheBytes` (by default an eighth of the machine's
 * memory, at most 2 GiB), and what does not fit is decoded again on each use.
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
  const cache = new ByteCache(cacheBytes ?? defaultCacheBytes())
  const skipped: SkippedFile[] = scans.flatMap((scan) => scan.skipped)
  const labelled = label(scans, folders)
  const readable = await checkFiles(labelled.flat(), { ...options, sizePx, cache, skipped })
  const parts = labelled.map((part) => part.filter(({ key }) => readable.has(key)))
  parts.forEach((part) => requireEveryClass(folder, folders, part, skipped))
  const classes = classNames(folders)
  const asSet = (part: Part): ImageSet => folderImageSet(part, classes, sizePx, cache)
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

function label(scans: readonly FolderScan[], folders: readonly string[]): readonly Part[] {
  let key = 0
  return scans.map((scan) =>
    scan.classes.flatMap(({ name, files }) =>
      files.map((file: FoundFile) => ({ file, label: folders.indexOf(name), key: key++ })),
    ),
  )
}

interface Check extends Pick<ImageFolderOptions, 'onProgress' | 'signal'> {
  readonly sizePx: number
  readonly cache: ByteCache
  readonly skipped: SkippedFile[]
}

/** Decodes every file into the cache; returns the keys of those that could be read and lists the others. */
async function checkFiles(files: Part, check: Check): Promise<ReadonlySet<number>> {
  const readable = new Set<number>()
  let done = 0
  await forEachConcurrent(files.length, concurrentFiles, async (index) => {
    if (check.signal?.aborted) throw new StudioError('job/cancelled', 'Reading the images was cancelled.')
    const { file, key } = files[index]!
    try {
      check.cache.offer(key, await decodeImage(file.path, check.sizePx))
      readable.add(key)
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown
      check.skipped.push({ path: file.name, reason: thrown.message })
    }
    check.onProgress?.(++done, files.length)
  })
  return readable
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
