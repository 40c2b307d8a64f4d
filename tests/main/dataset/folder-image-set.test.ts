import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { DecodedCache } from '../../../src/main/dataset/decoded-cache'
import type { DataSplits, ImageSet } from '../../../src/main/dataset/image-set'
import { openImageFolder } from '../../../src/main/dataset/open-image-folder'
import { seededRandom } from '../../../src/shared/seeded-random'
import { temporaryFolder, writeFiles } from './temporary-folder'

/** A PNG of noise, large enough to be kept on disk. */
function noisePng(seed: number): Promise<Buffer> {
  const random = seededRandom(seed)
  const bytes = Buffer.from(Array.from({ length: 60 * 60 * 3 }, () => random.below(256)))
  return sharp(bytes, { raw: { width: 60, height: 60, channels: 3 } })
    .png()
    .toBuffer()
}

async function tenPictures(): Promise<string> {
  const folder = temporaryFolder()
  const files: Record<string, Buffer> = {}
  for (let index = 0; index < 5; index++) {
    files[`cat/${index}.png`] = await noisePng(index)
    files[`dog/${index}.png`] = await noisePng(10 + index)
  }
  await writeFiles(folder, files)
  return folder
}

/** Opens with a cache on disk and, unless told otherwise, without memory. */
function open(folder: string, cacheFolder: string, cacheBytes = 0): Promise<DataSplits> {
  const disk = new DecodedCache({ folder: cacheFolder, limitBytes: 1e9 })
  return openImageFolder({ folder, sizePx: 32, seed: 1, cacheBytes, disk })
}

const everyImage = (set: ImageSet): Promise<Uint8Array> => set.load(set.names.map((_, index) => index))
const entriesIn = (cacheFolder: string): string[] =>
  readdirSync(join(cacheFolder, 'decoded'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))

describe('images with a cache on disk', () => {
  test('are the same pixels as without one: first, from the cache, and with the cache gone or damaged', async () => {
    const [folder, cacheFolder] = [await tenPictures(), temporaryFolder()]
    const plain = await openImageFolder({ folder, sizePx: 32, seed: 1 })
    const wanted = await everyImage(plain.train)
    const first = await open(folder, cacheFolder)
    expect(await everyImage(first.train)).toEqual(wanted)
    expect(entriesIn(cacheFolder)).toHaveLength(10)
    const second = await open(folder, cacheFolder)
    expect(second.train.fingerprint).toBe(plain.train.fingerprint)
    expect(await everyImage(second.train)).toEqual(wanted)
    for (const path of entriesIn(cacheFolder)) writeFileSync(path, 'no pixels')
    expect(await everyImage(second.train)).toEqual(wanted)
    expect(await everyImage((await open(folder, cacheFolder)).train)).toEqual(wanted)
  })

  test('that changed give their new pixels, even with the old size and date', async () => {
    const [folder, cacheFolder] = [await tenPictures(), temporaryFolder()]
    const before = await open(folder, cacheFolder, 1e9)
    const path = join(folder, before.train.names[0]!)
    writeFileSync(path, await noisePng(99))
    const after = await open(folder, cacheFolder, 1e9)
    expect(await after.train.load([0])).not.toEqual(await before.train.load([0]))
    const plain = await openImageFolder({ folder, sizePx: 32, seed: 1 })
    expect(await after.train.load([0])).toEqual(await plain.train.load([0]))
  })

  test('are kept once for two files of one content', async () => {
    const [folder, cacheFolder] = [await tenPictures(), temporaryFolder()]
    writeFileSync(join(folder, 'cat/copy.png'), await noisePng(0))
    await open(folder, cacheFolder)
    expect(entriesIn(cacheFolder)).toHaveLength(10)
  })
})

test('a whole batch is decoded while the event loop stands still', async () => {
  const { train } = await openImageFolder({ folder: await tenPictures(), sizePx: 32, seed: 1, cacheBytes: 0 })
  const loading = everyImage(train)
  // All are taken by the decoder's threads although no callback can run, so that none counts as done.
  const giveUpMs = performance.now() + 20_000
  while (sharp.counters().queue > 0 && performance.now() < giveUpMs) block(20)
  expect(sharp.counters()).toEqual({ queue: 0, process: train.names.length })
  expect(await loading).toHaveLength(train.names.length * 32 * 32 * 3)
})

test('a file is read again under a name that the decoder would take for options', async () => {
  const folder = await tenPictures()
  await writeFiles(folder, { 'dog/a[page=1]': await noisePng(50), 'dog/b]': await noisePng(51) })
  const options = { folder, sizePx: 32, seed: 1 }
  const [uncached, cached] = [
    await openImageFolder({ ...options, cacheBytes: 0 }),
    await openImageFolder(options),
  ]
  expect(uncached.skipped).toEqual([])
  expect(await everyImage(uncached.train)).toEqual(await everyImage(cached.train))
})

/** Stands still as a compute step does: no callback runs meanwhile. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
