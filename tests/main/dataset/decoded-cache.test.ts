import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DecodedCache, type DecodedCacheOptions } from '../../../src/main/dataset/decoded-cache'
import { temporaryFolder } from './temporary-folder'

const sizePx = 4
const pixelBytes = sizePx * sizePx * 3
/** Checksum and pixels. */
const entryBytes = 32 + pixelBytes

const pixels = (value: number): Uint8Array => new Uint8Array(pixelBytes).fill(value)

/** A cache with room for so many entries, and short names for its keys. */
function cacheIn(folder: string, entries: number, options: Partial<DecodedCacheOptions> = {}) {
  const cache = new DecodedCache({ folder, limitBytes: entries * entryBytes, ...options })
  const key = (name: string): string => cache.key({ sha256: name, sizeBytes: 10_000 }, sizePx)!
  return {
    key,
    offer: (name: string, value: number) => cache.offer(key(name), pixels(value)),
    /** The value that all pixels of an entry have; undefined without an entry. */
    read: async (name: string) => (await cache.read(key(name), pixelBytes))?.[0],
    path: (name: string) => join(folder, 'decoded', key(name).slice(0, 2), key(name).slice(2)),
    trim: () => cache.trim(),
    cache,
  }
}

/** Of all entries and drafts. */
function storedBytes(folder: string): number {
  return readdirSync(join(folder, 'decoded'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

describe('an entry', () => {
  test('is what was offered, also for another process', async () => {
    const folder = temporaryFolder()
    const first = cacheIn(folder, 10)
    await first.offer('a', 7)
    expect(await first.cache.read(first.key('a'), pixelBytes)).toEqual(Buffer.from(pixels(7)))
    expect(await cacheIn(folder, 10).read('a')).toBe(7)
    expect(await first.read('b')).toBeUndefined()
  })

  test('has a key of its own for each content and size', () => {
    const { cache } = cacheIn(temporaryFolder(), 10)
    const keys = [
      cache.key({ sha256: 'a', sizeBytes: 10_000 }, 4),
      cache.key({ sha256: 'b', sizeBytes: 10_000 }, 4),
      cache.key({ sha256: 'a', sizeBytes: 10_000 }, 8),
    ]
    expect(new Set(keys).size).toBe(3)
  })

  test('is not kept for files that are decoded as fast as read back', () => {
    const { cache } = cacheIn(temporaryFolder(), 10)
    expect(cache.key({ sha256: 'a', sizeBytes: 4095 }, 4)).toBeUndefined()
  })

  test.each([
    ['a byte turned', (path: string) => writeFileSync(path, readFileSync(path).fill(1, 50, 51))],
    ['its end missing', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, -1))],
    ['a byte too many', (path: string) => appendFileSync(path, 'x')],
    ['nothing in it', (path: string) => writeFileSync(path, '')],
    ["another entry's bytes", (path: string, other: string) => cpSync(other, path)],
  ])('with %s counts as missing and is removed, so that it can be written again', async (_name, harm) => {
    const folder = temporaryFolder()
    const { offer, path } = cacheIn(folder, 10)
    await offer('a', 7)
    await offer('b', 8)
    harm(path('a'), path('b'))
    const later = cacheIn(folder, 10)
    expect(await later.read('a')).toBeUndefined()
    expect(await later.read('b')).toBe(8)
    await later.offer('a', 7)
    expect(await later.read('a')).toBe(7)
  })

  test('can be deleted at any time, with all the others', async () => {
    const folder = temporaryFolder()
    const { offer, read } = cacheIn(folder, 10)
    await offer('a', 7)
    rmSync(join(folder, 'decoded'), { recursive: true })
    expect(await read('a')).toBeUndefined()
  })
})

describe('the limit', () => {
  test('holds: what comes first stays', async () => {
    const folder = temporaryFolder()
    const { offer, read } = cacheIn(folder, 2)
    for (const [index, name] of ['a', 'b', 'c'].entries()) await offer(name, index)
    expect([await read('a'), await read('b'), await read('c')]).toEqual([0, 1, undefined])
  })

  test('of nothing writes nothing', async () => {
    const folder = temporaryFolder()
    const { offer } = cacheIn(folder, 0)
    await offer('a', 7)
    expect(readdirSync(folder)).toEqual([])
  })

  test('makes room by what was not used for the longest time, here or elsewhere', async () => {
    const folder = temporaryFolder()
    const earlier = cacheIn(folder, 100)
    for (const [index, name] of ['old', 'read', 'new'].entries()) {
      await earlier.offer(name, index)
      utimesSync(earlier.path(name), 1000 + index, 1000 + index)
    }
    const later = cacheIn(folder, 3)
    expect(await later.read('read')).toBe(1)
    await later.offer('now', 9)
    await later.trim()
    // 4 entries over a limit of 3: trimmed to 90 % of it, that is to 2.
    expect(storedBytes(folder)).toBe(2 * entryBytes)
    expect([await later.read('read'), await later.read('now')]).toEqual([1, 9])
  })

  test('counts what was read: a data set larger than the limit keeps the same entries each time', async () => {
    const folder = temporaryFolder()
    const names = ['a', 'b', 'c', 'd', 'e']
    const visit = async (): Promise<(number | undefined)[]> => {
      const { read, offer, trim } = cacheIn(folder, 3)
      const found: (number | undefined)[] = []
      for (const [index, name] of names.entries()) {
        found.push(await read(name))
        if (found.at(-1) === undefined) await offer(name, index)
      }
      await trim()
      return found
    }
    await visit()
    expect(await visit()).toEqual([0, 1, 2, undefined, undefined])
    expect(await visit()).toEqual([0, 1, 2, undefined, undefined])
  })

  test('trimming removes drafts of killed processes, and none that are being written', async () => {
    const folder = temporaryFolder()
    const { offer, path, trim } = cacheIn(folder, 100)
    await offer('a', 7)
    const [old, young] = [join(path('a'), '../.old'), join(path('a'), '../.young')]
    for (const draft of [old, young]) writeFileSync(draft, 'half')
    utimesSync(old, 1000, 1000)
    await trim()
    expect(readdirSync(join(path('a'), '..'))).toContain('.young')
    expect(readdirSync(join(path('a'), '..'))).not.toContain('.old')
  })
})

describe('where nothing can be written', () => {
  test('one warning says so, and reading goes on', async () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'decoded'), 'a file where the folder should be')
    const warnings: string[] = []
    const { offer, read } = cacheIn(folder, 10, { onWarning: (message) => warnings.push(message) })
    await offer('a', 7)
    await offer('b', 8)
    expect(await read('a')).toBeUndefined()
    expect(warnings).toEqual([expect.stringMatching(/cannot be kept.*--cache-limit 0/)])
  })

  test('a disk that is nearly full counts as such', async () => {
    const folder = temporaryFolder()
    const warnings: string[] = []
    const { offer } = cacheIn(folder, 10, {
      onWarning: (message) => warnings.push(message),
      freeBytes: () => Promise.resolve(1e6),
    })
    await offer('a', 7)
    expect(storedBytes(folder)).toBe(0)
    expect(warnings[0]).toContain('the disk is full')
  })
})

test('many writers of the same entries leave them whole', async () => {
  const folder = temporaryFolder()
  const caches = Array.from({ length: 4 }, () => cacheIn(folder, 1000))
  const names = Array.from({ length: 50 }, (_, index) => `image ${index}`)
  await Promise.all(
    caches.map(async ({ offer }) => {
      for (const [index, name] of names.entries()) await offer(name, index)
    }),
  )
  const read = await Promise.all(names.map((name) => cacheIn(folder, 1000).read(name)))
  expect(read).toEqual(names.map((_, index) => index))
  expect(storedBytes(folder)).toBe(50 * entryBytes)
})
