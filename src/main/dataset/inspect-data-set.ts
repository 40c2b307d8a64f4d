import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { DatasetReport } from '../../shared/dataset-jobs'
import { StudioError } from '../../shared/errors'
import { decodeBytes, readImageFile } from './decode-image'
import { describeImages, type InspectedImage, notPortable, problemsOf } from './describe-data-set'
import { readFolderLayout, scansOf } from './folder-layout'
import { forEachConcurrent } from './for-each-concurrent'
import type { SkippedFile } from './image-set'
import type { FolderScan } from './scan-class-folders'

export interface InspectOptions {
  readonly folder: string
  readonly onProgress?: (done: number, total: number) => void
  readonly signal?: AbortSignal
}

/** A file and where it belongs. */
type PlacedFile = Pick<InspectedImage, 'file' | 'part' | 'label'>

const concurrentFiles = 6
/** Whether an image is whole shows only when all of it is decoded; to which size does not matter. */
const decodedPx = 32

/**
 * Reads every file of a folder of class folders and tells what is in it, what cannot be used and why. What keeps it
 * from being trained on is listed, not thrown.
 *
 * @throws StudioError `dataset/not-found`, `dataset/bad-layout` for a folder that holds no class folders at all,
 *   `job/cancelled`
 */
export async function inspectDataSet(options: InspectOptions): Promise<DatasetReport> {
  const layout = await readFolderLayout(options.folder)
  const scans = scansOf(layout)
  const files = scans.flatMap(placedFiles)
  const skipped: SkippedFile[] = scans.flatMap((scan) => scan.skipped)
  const images: InspectedImage[] = []
  let done = 0
  await forEachConcurrent(files.length, concurrentFiles, async (index) => {
    if (options.signal?.aborted) throw new StudioError('job/cancelled', 'Checking the images was cancelled.')
    const placed = files[index]!
    try {
      images.push(await inspect(placed))
    } catch (thrown) {
      if (!(thrown instanceof StudioError)) throw thrown
      skipped.push({ path: placed.file.name, reason: thrown.message })
    }
    options.onProgress?.(++done, files.length)
  })
  return {
    layout: layout.kind,
    ...describeImages(scans, images),
    skipped: skipped.sort((left, right) => (left.path < right.path ? -1 : 1)),
    notPortable: notPortable(files.map(({ file }) => file)),
    problems: problemsOf(options.folder, layout, { images, skipped }),
  }
}

function placedFiles(scan: FolderScan, part: number): PlacedFile[] {
  return scan.classes.flatMap(({ files }, label) => files.map((file) => ({ file, part, label })))
}

/** @throws StudioError `dataset/unreadable-image` */
async function inspect(placed: PlacedFile): Promise<InspectedImage> {
  const bytes = await readImageFile(placed.file.path)
  await decodeBytes(bytes, decodedPx)
  const metadata = await sharp(bytes).metadata()
  return {
    ...placed,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format: metadata.format,
    colour: metadata.space ?? 'unknown',
    widthPx: metadata.autoOrient.width,
    heightPx: metadata.autoOrient.height,
    isTransparent: metadata.hasAlpha,
    isTurned: (metadata.orientation ?? 1) > 1,
  }
}
