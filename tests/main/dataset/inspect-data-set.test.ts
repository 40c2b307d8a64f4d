import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { inspectDataSet } from '../../../src/main/dataset/inspect-data-set'
import { greyPng, temporaryFolder, writeFiles } from './temporary-folder'

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c84' } })

/** One picture of each kind, in two classes and two parts. */
async function variety(): Promise<string> {
  const folder = temporaryFolder()
  const turned = await plain(30, 20).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  await writeFiles(folder, {
    'train/n01440764/photo.jpg': await plain(20, 10).jpeg().toBuffer(),
    'train/n01440764/turned.jpg': turned,
    'train/n01440764/printed.jpg': await plain(20, 10).toColourspace('cmyk').jpeg().toBuffer(),
    'train/dog/grey.png': await plain(20, 10).toColourspace('b-w').png().toBuffer(),
    'train/dog/clear.webp': await plain(20, 10).ensureAlpha(0.5).webp().toBuffer(),
    'train/dog/deep.png': await plain(20, 10).toColourspace('rgb16').png().toBuffer(),
    'val/n01440764/1.png': 1,
    'val/dog/2.png': 2,
  })
  return folder
}

describe('a checked data set', () => {
  test('tells parts, classes, sizes, formats and colours', async () => {
    const report = await inspectDataSet({ folder: await variety() })
    expect(report.layout).toBe('train-val')
    expect(
      report.parts.map(({ name, classes }) => [name, classes.map((each) => [each.name, each.images])]),
    ).toEqual([
      [
        'train',
        [
          ['dog', 3],
          ['fish', 3],
        ],
      ],
      [
        'val',
        [
          ['dog', 1],
          ['fish', 1],
        ],
      ],
    ])
    expect(report).toMatchObject({
      images: 8,
      formats: { jpeg: 3, png: 4, webp: 1 },
      colours: { cmyk: 1, rgb16: 1 },
      transparent: 1,
      turned: 1,
      widthPx: { smallest: 8, median: 20, largest: 20 },
      // The turned picture is stored 30 wide and 20 high and shown 20 wide and 30 high.
      heightPx: { smallest: 8, median: 10, largest: 30 },
      skipped: [],
      problems: [],
    })
  })

  test('lists what cannot be used with the reason, and the rest counts', async () => {
    const folder = await variety()
    const png = await greyPng(7)
    await writeFiles(folder, {
      'train/dog/empty.jpg': '',
      'train/dog/notes.txt': 'about',
      'train/dog/cut.png': png.subarray(0, png.length - 20),
    })
    symlinkSync(join(folder, 'nowhere'), join(folder, 'train/dog/link.png'))
    const { images, skipped } = await inspectDataSet({ folder })
    expect(images).toBe(8)
    expect(skipped.map(({ path }) => path)).toEqual([
      'train/dog/cut.png',
      'train/dog/empty.jpg',
      'train/dog/link.png',
      'train/dog/notes.txt',
    ])
  })

  test.each([
    ['beside the class folders', ['dog', 'church'], 'loose.JPG'],
    ['beside the parts', ['train/dog', 'train/church', 'val/dog', 'val/church'], 'loose.JPG'],
    [
      'in a part, beside its class folders',
      ['train/dog', 'train/church', 'val/dog', 'val/church'],
      'val/loose.JPG',
    ],
  ])('lists an image that lies %s: it has no class', async (_, classFolders, loose) => {
    const folder = temporaryFolder()
    const images = classFolders.flatMap((name, place) => [
      [`${name}/1.png`, 2 * place] as const,
      [`${name}/2.png`, 2 * place + 1] as const,
    ])
    await writeFiles(folder, {
      ...Object.fromEntries(images),
      [loose]: 99,
      'README.txt': Buffer.from('text'),
    })
    const report = await inspectDataSet({ folder })
    expect(report.images).toBe(images.length)
    expect(report.skipped).toEqual([
      {
        path: loose,
        reason: 'It lies in no class folder, so it has no class. Move it into the folder of its class.',
      },
    ])
    expect(report.problems).toEqual([])
  })

  test('groups files of the same content, and counts those that contradict each other', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, {
      'train/a/1.png': 1,
      'train/a/again.png': 1,
      'train/a/2.png': 2,
      'train/b/3.png': 3,
      'val/a/leaked.png': 2,
      'val/b/4.png': 4,
    })
    const { duplicates, conflicting } = await inspectDataSet({ folder })
    expect(duplicates).toEqual([
      ['train/a/1.png', 'train/a/again.png'],
      ['train/a/2.png', 'val/a/leaked.png'],
    ])
    expect(conflicting).toBe(1)
  })

  test('lists names that Windows cannot store, where this system can', async () => {
    const folder = temporaryFolder()
    await writeFiles(folder, { 'a/1.png': 1, 'a/2.png': 2, 'b/1.png': 3, 'b/what?.png': 4, 'con/5.png': 5 })
    const { notPortable, images } = await inspectDataSet({ folder })
    expect(images).toBe(5)
    expect(notPortable.map(({ path }) => path).sort()).toEqual(['b/what?.png', 'con/5.png'])
  })

  test.each([
    ['one class', { 'cat/1.png': 1, 'cat/2.png': 2 }, 'only one class folder'],
    ['a class of one image', { 'a/1.png': 1, 'b/1.png': 2, 'b/2.png': 3 }, 'has one readable image'],
    ['a class without images', { 'a/1.png': 1, 'a/2.png': 2, 'b/x.txt': 'x' }, "no readable image for 'b'"],
    [
      'other classes in val',
      { 'train/a/1.png': 1, 'train/b/1.png': 2, 'val/a/1.png': 3, 'val/c/1.png': 4 },
      'do not have the same class folders',
    ],
  ])('says why nothing can be trained on %s, and what is there all the same', async (_name, files, text) => {
    const folder = temporaryFolder()
    await writeFiles(folder, files)
    const { problems, images } = await inspectDataSet({ folder })
    expect(problems).toEqual([expect.stringContaining(text)])
    expect(images).toBeGreaterThan(0)
  })

  test('progress counts every file; a cancelled check stops', async () => {
    const folder = await variety()
    const seen: string[] = []
    await inspectDataSet({ folder, onProgress: (done, total) => seen.push(`${done}/${total}`) })
    expect(seen.at(-1)).toBe('8/8')
    const cancelled = inspectDataSet({ folder, signal: AbortSignal.abort() })
    await expect(cancelled).rejects.toMatchObject({ code: 'job/cancelled' })
  })

  test.skipIf(process.platform !== 'linux')('lists names that are not UTF-8', async () => {
    const folder = await variety()
    writeFileSync(
      Buffer.concat([Buffer.from(`${folder}/train/dog/caf`), Buffer.from([0xe9])]),
      await greyPng(9),
    )
    const { skipped, images } = await inspectDataSet({ folder })
    expect(images).toBe(8)
    expect(skipped).toEqual([{ path: 'train/dog/caf\ufffd', reason: expect.stringContaining('UTF-8') }])
  })
})
