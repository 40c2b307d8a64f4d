import { cpSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DataSplits, ImageSet } from '../../../src/main/dataset/image-set'
import { type ImageFolderOptions, openImageFolder } from '../../../src/main/dataset/open-image-folder'
import { StudioError } from '../../../src/shared/errors'
import { greyPng, temporaryFolder, writeFiles } from './temporary-folder'

/** Ten grey pictures each of cats (levels 0 to 9) and dogs (levels 100 to 109). */
const twentyPictures = (prefix = ''): Record<string, number> =>
  Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [
      [`${prefix}cat/${index}.png`, index] as const,
      [`${prefix}dog/${index}.png`, 100 + index] as const,
    ]).flat(),
  )

const open = (folder: string, options: Partial<ImageFolderOptions> = {}): Promise<DataSplits> =>
  openImageFolder({ folder, sizePx: 8, seed: 1, ...options })

const everyImage = (set: ImageSet): Promise<Uint8Array> => set.load(set.names.map((_, index) => index))
const namesOf = ({ train, validation, test: testing }: DataSplits): string[] =>
  [train, validation, testing].flatMap(({ names }) => names)

const failureOf = async (opening: Promise<unknown>): Promise<StudioError> => {
  const thrown: unknown = await opening.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(thrown instanceof StudioError)) throw new Error(`no StudioError but ${String(thrown)}`)
  return thrown
}

describe('a single folder of classes', () => {
  test('holds out 3 of each 10 and divides the 6 into 4 for test and 2 for validation', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, twentyPictures())
    const splits = await open(folder)
    expect(splits.train.classes).toEqual(['cat', 'dog'])
    expect([...splits.train.labels].filter((label) => label === 0)).toHaveLength(7)
    expect([splits.train, splits.test, splits.validation].map(({ names }) => names.length)).toEqual([
      14, 4, 2,
    ])
    expect(namesOf(splits).sort()).toEqual(Object.keys(twentyPictures()).sort())
    expect(splits.skipped).toEqual([])
  })

  test('gives each image under its own name and label', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, twentyPictures())
    const { train } = await open(folder)
    const bytes = await everyImage(train)
    train.names.forEach((name, index) => {
      const level = twentyPictures()[name]!
      expect(bytes[index * 8 * 8 * 3]).toBe(level)
      expect(train.labels[index]).toBe(level >= 100 ? 1 : 0)
    })
  })

  test('gives the same parts for the same seed and others for another', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, twentyPictures())
    const [first, again, other] = [await open(folder), await open(folder), await open(folder, { seed: 2 })]
    expect(again.test.names).toEqual(first.test.names)
    expect(again.test.fingerprint).toBe(first.test.fingerprint)
    expect(other.train.names).not.toEqual(first.train.names)
  })
})

describe('train and val', () => {
  test('divides val in 2,800 : 1,125, so 20 into 14 and 6, and leaves train alone', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { ...twentyPictures('train/'), ...twentyPictures('val/') })
    const { train, validation, test: testing } = await open(folder)
    expect([train.names.length, testing.names.length, validation.names.length]).toEqual([20, 14, 6])
    expect(train.names.every((name) => name.startsWith('train/'))).toBe(true)
    expect([...testing.names, ...validation.names].every((name) => name.startsWith('val/'))).toBe(true)
  })

  test('takes train, validation and test as they are, in any case', async () => {
    const folder = temporaryFolder()
    const parts = { 'Train/a/1.png': 1, 'Train/b/1.png': 2, 'Validation/a/1.png': 3, 'Validation/b/1.png': 4 }
    await writeFiles(folder, { ...parts, 'TEST/a/1.png': 5, 'TEST/b/1.png': 6 })
    const { train, validation, test: testing } = await open(folder)
    expect(train.names).toEqual(['Train/a/1.png', 'Train/b/1.png'])
    expect(validation.names).toEqual(['Validation/a/1.png', 'Validation/b/1.png'])
    expect(testing.names).toEqual(['TEST/a/1.png', 'TEST/b/1.png'])
  })

  test('are found in a folder around them, as archives have it', async () => {
    const folder = temporaryFolder()
    const parts = { ...twentyPictures('set/v2/train/'), ...twentyPictures('set/v2/val/') }
    await writeFiles(folder, { ...parts, 'set/readme.txt': 'about', '__MACOSX/set/1.png': 1 })
    expect((await open(folder)).train.names[0]).toBe('train/cat/0.png')
  })

  test('shows Imagenette ids under their names, in the order of the ids', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, {
      'n03888257/1.png': 1,
      'n03888257/2.png': 2,
      'n01440764/1.png': 3,
      'n01440764/2.png': 4,
    })
    expect((await open(folder)).train.classes).toEqual(['fish', 'parachute'])
  })
})

describe('files', () => {
  test('that cannot be used are listed with their reason, and the rest is used', async () => {
    const folder = temporaryFolder()
    const png = await greyPng(7)
    await writeFiles(folder, {
      ...twentyPictures(),
      'cat/empty.jpg': '',
      'cat/notes.JPG': 'no picture',
      'dog/cut.png': png.subarray(0, png.length - 20),
    })
    symlinkSync(join(folder, 'nowhere.png'), join(folder, 'dog', 'link.png'))
    const splits = await open(folder)
    expect(splits.skipped.map(({ path }) => path)).toEqual([
      'cat/empty.jpg',
      'cat/notes.JPG',
      'dog/cut.png',
      'dog/link.png',
    ])
    expect(splits.skipped.map(({ reason }) => reason)).toEqual([
      'The file is empty (0 bytes).',
      expect.stringContaining('not an image'),
      expect.stringContaining('damaged, cut short'),
      expect.stringContaining('ENOENT'),
    ])
    expect(namesOf(splits)).toHaveLength(20)
  })

  test('with capital endings, wrong endings, accents, spaces and in subfolders are read', async () => {
    const folder = temporaryFolder()
    const files = { 'a/X.PNG': 1, 'a/really-png.jpg': 2, 'b/Zoë 猫.png': 3, 'b/sub/deep.png': 4 }
    await writeFiles(folder, files)
    expect(namesOf(await open(folder)).sort()).toEqual(Object.keys(files).sort())
  })

  test('have the same name however the system stores accents', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'e\u0301/1.png': 1, 'e\u0301/2.png': 2, 'b/1.png': 3, 'b/2.png': 4 })
    expect((await open(folder)).train.classes).toEqual(['b', '\u00e9'])
  })

  test('that are hidden or left behind by the system do not count', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, {
      ...twentyPictures(),
      '.git/1.png': 1,
      '__MACOSX/1.png': 1,
      'cat/.DS_Store': 'x',
      'cat/._1.png': 'x',
      'dog/Thumbs.db': 'x',
      'README.md': 'about',
    })
    const splits = await open(folder)
    expect(splits.train.classes).toEqual(['cat', 'dog'])
    expect(splits.skipped).toEqual([])
  })

  test('behind links are read once, and a link to a folder above ends there', async () => {
    const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()]
    await writeFiles(elsewhere, { '1.png': 1, '2.png': 2 })
    await writeFiles(folder, { 'b/1.png': 3, 'b/2.png': 4 })
    symlinkSync(elsewhere, join(folder, 'a'))
    symlinkSync(folder, join(folder, 'b', 'above'))
    expect(namesOf(await open(folder)).sort()).toEqual(['a/1.png', 'a/2.png', 'b/1.png', 'b/2.png'])
  })

  test('are decoded again after opening where the cache is too small, and one that changed or went is named then', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, twentyPictures())
    const { train } = await open(folder, { cacheBytes: 0 })
    expect(await everyImage(train)).toEqual(await everyImage((await open(folder)).train))
    for (const harm of [
      (path: string) => writeFileSync(path, ''),
      (path: string) => utimesSync(path, 1000, 1000),
      (path: string) => rmSync(path),
    ]) {
      harm(join(folder, train.names[3]!))
      const failure = await failureOf(everyImage(train))
      expect(failure.code).toBe('dataset/unreadable-image')
      expect(failure.message).toContain(join(folder, train.names[3]!))
    }
  })
})

test('the fingerprint changes with a name, a content, the edge length, and not with a date or a place', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, twentyPictures('train/'))
  await writeFiles(folder, twentyPictures('val/'))
  const current = async (sizePx = 8): Promise<string> => (await open(folder, { sizePx })).train.fingerprint
  const seen = [await current(), await current(16)]
  utimesSync(join(folder, 'train', 'cat', '3.png'), 1000, 1000)
  expect(await current()).toBe(seen[0])
  const copy = temporaryFolder()
  cpSync(folder, copy, { recursive: true })
  expect((await open(copy)).train.fingerprint).toBe(seen[0])
  await writeFiles(folder, { 'train/cat/3.png': 77 })
  seen.push(await current())
  await writeFiles(folder, { 'train/cat/new.png': 3 })
  seen.push(await current())
  expect(new Set(seen).size).toBe(4)
})

test('progress counts every file; a cancelled reading stops', async () => {
  const folder = temporaryFolder()
  await writeFiles(folder, { ...twentyPictures(), 'cat/broken.png': 'x' })
  const seen: string[] = []
  await open(folder, { onProgress: (done, total) => seen.push(`${done}/${total}`) })
  expect(seen).toEqual(Array.from({ length: 21 }, (_, index) => `${index + 1}/21`))
  expect((await failureOf(open(folder, { signal: AbortSignal.abort() }))).code).toBe('job/cancelled')
})

describe('errors say what to do', () => {
  const failure = async (
    files: Record<string, number | string>,
    options?: Partial<ImageFolderOptions>,
  ): Promise<StudioError> => {
    const folder = temporaryFolder()
    await writeFiles(folder, files)
    return failureOf(open(folder, options))
  }

  test('no such folder, or a file', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'archive.zip': 'x' })
    const missing = await failureOf(open(join(folder, 'gone')))
    expect([missing.code, missing.message]).toEqual([
      'dataset/not-found',
      expect.stringContaining("use 'emojinette'"),
    ])
    const file = await failureOf(open(join(folder, 'archive.zip')))
    expect([file.code, file.message]).toEqual([
      'dataset/not-found',
      expect.stringContaining('is a file, not a folder'),
    ])
  })

  test.each([
    ['an empty folder', {}, 'is empty'],
    ['pictures without class folders', { '1.png': 1, '2.png': 2 }, 'holds 2 files but no folders'],
    ['one class', { 'cat/1.png': 1, 'cat/2.png': 2 }, "only one class folder, 'cat'"],
    ['train without val', { 'train/a/1.png': 1 }, "no 'val' folder"],
    ['val without train', { 'val/a/1.png': 1 }, "no 'train' folder"],
    [
      'other classes in val',
      { 'train/a/1.png': 1, 'train/b/1.png': 1, 'val/a/1.png': 1, 'val/c/1.png': 1 },
      "'c', 'b' is in one and not in the other",
    ],
  ])('%s', async (_name, files: Record<string, number>, text) => {
    const { code, message } = await failure(files)
    expect([code, message]).toEqual(['dataset/bad-layout', expect.stringContaining(text)])
  })

  test('a class without a readable image, with the first reason', async () => {
    const { code, message } = await failure({ ...twentyPictures(), 'horse/1.jpg': 'text' })
    expect(code).toBe('dataset/empty')
    expect(message).toContain("no readable image for 'horse'")
    expect(message).toContain("'horse/1.jpg': This is not an image")
    const folder = temporaryFolder()
    await writeFiles(folder, twentyPictures())
    mkdirSync(join(folder, 'horse'))
    expect((await failureOf(open(folder))).message).toContain("no readable image for 'horse'")
  })

  test('a class with a single image cannot be divided', async () => {
    const { code, message } = await failure({ ...twentyPictures(), 'horse/1.png': 3 })
    expect([code, message]).toEqual([
      'dataset/empty',
      expect.stringContaining("'horse/1.png' has one readable image"),
    ])
  })

  test('an edge length that is no whole number', async () => {
    const { code, message } = await failure(twentyPictures(), { sizePx: 7.5 })
    expect([code, message]).toEqual(['dataset/bad-request', expect.stringContaining('sizePx')])
  })
})
