import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { IndexedImage } from '../../../shared/index-job'
import { builtInData } from '../../../shared/jobs'
import { isArchive } from '../../dataset/data-folder'
import { forEachConcurrent } from '../../dataset/for-each-concurrent'
import type { DataSplits, ImageFile, ImageSet } from '../../dataset/image-set'
import { pauseForCancellation } from '../../network/cancellation'
import type { JobContext, JobRunner } from '../job-runner'
import { openData } from './open-data'

const imageListFile = 'images.json'
const concurrentFiles = 8

/** Lists every image of a data set with its part, hash and size, and writes masks of test images where known. */
export const indexRunner: JobRunner<'index'> = async (request, context) => {
  const { data, folder, sizePx } = request
  const splits = await openData(request, sizePx, context)
  const parts = partsOf(splits)
  const images = await listImages(parts, folder, context)
  const { classes } = splits.train
  await writeFile(join(folder, imageListFile), JSON.stringify(images))
  return {
    kind: await kindOf(data),
    fingerprint: fingerprintOf(classes, images, data === builtInData ? parts : []),
    classes: [...classes],
    imageCount: images.length,
    imageList: imageListFile,
    skipped: [...splits.skipped],
  }
}

async function kindOf(data: string): Promise<string> {
  if (data === builtInData) return builtInData
  return (await isArchive(data)) ? 'archive' : 'folder'
}

interface Part {
  readonly split: string
  readonly images: ImageSet
}

function partsOf({ train, validation, test, extraTests }: DataSplits): readonly Part[] {
  const named = Object.entries({ train, validation, test, ...extraTests })
  return named.map(([split, images]) => ({ split, images }))
}

async function listImages(
  parts: readonly Part[],
  folder: string,
  { signal, report }: JobContext,
): Promise<IndexedImage[]> {
  const entries = parts.flatMap((part) => Array.from(part.images.names.keys(), (index) => ({ part, index })))
  const listed: IndexedImage[] = new Array(entries.length)
  let done = 0
  await forEachConcurrent(entries.length, concurrentFiles, async (position) => {
    await pauseForCancellation(signal, 'Listing the images')
    const { part, index } = entries[position]!
    listed[position] = await listImage(part, index, folder)
    report({ stage: 'Listing the images', done: ++done, total: entries.length, unit: 'images' })
  })
  return listed
}

async function listImage({ split, images }: Part, index: number, folder: string): Promise<IndexedImage> {
  const path = images.names[index]!
  const file = images.files
    ? await describeFile(images.files[index]!)
    : { sha256: null, fingerprint: null, widthPx: images.sizePx, heightPx: images.sizePx }
  const hasMask = images.objectMask !== undefined && split !== 'train' && split !== 'validation'
  const maskFile = hasMask ? await writeMask(images, index, folder) : null
  return { path, className: images.classes[images.labels[index]!]!, split, ...file, maskFile }
}

async function describeFile({ path, sha256, sizeBytes, modifiedMs }: ImageFile) {
  const { autoOrient } = await sharp(path).metadata()
  const fingerprint = `${sizeBytes}-${modifiedMs}`
  return { sha256, fingerprint, widthPx: autoOrient.width, heightPx: autoOrient.height }
}

async function writeMask(images: ImageSet, index: number, folder: string): Promise<string> {
  const { sizePx } = images
  const file = `masks/${images.names[index]!}`
  await mkdir(dirname(join(folder, file)), { recursive: true })
  const raw = { width: sizePx, height: sizePx, channels: 1 } as const
  await sharp(images.objectMask!(index), { raw }).png().toFile(join(folder, file))
  return file
}

/** @param composed parts whose images have no file, so that only their own fingerprints tell them apart */
function fingerprintOf(
  classes: readonly string[],
  images: readonly IndexedImage[],
  composed: readonly Part[],
): string {
  const hash = createHash('sha256').update(JSON.stringify({ classes }))
  for (const part of composed) hash.update(part.images.fingerprint)
  const sorted = images.toSorted((left, right) => (left.path < right.path ? -1 : 1))
  for (const { path, sha256, className, split } of sorted) {
    hash.update(JSON.stringify([path, sha256, className, split]))
  }
  return hash.digest('hex')
}
