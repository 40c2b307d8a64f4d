import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { JobContext, StageProgress } from '../../../../src/main/jobs/job-runner'
import { openData } from '../../../../src/main/jobs/runners/open-data'
import { makeTar, type Made } from '../../dataset/archive/make-archive'
import { quietContext } from '../sample-jobs'

let root: string
const reports: StageProgress[] = []
const context: JobContext = { ...quietContext(), report: (progress) => reports.push(progress) }

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-open-data-'))
  vi.stubEnv('SWEETSPOT_CACHE', join(root, 'cache'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** A tar.gz file with a folder around everything, as Imagenette's. */
async function archiveOf(entries: readonly (readonly [string, Made])[]): Promise<string> {
  const path = join(root, 'set.tgz')
  await writeFile(path, gzipSync(await makeTar(entries.map(([name, made]) => [`set/${name}`, made]))))
  return path
}

describe('data in an archive', () => {
  it('opens as its folder would, and names what could not be used', async () => {
    const png = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#888' } })
      .png()
      .toBuffer()
    const names = ['train', 'val'].flatMap((part) => ['cat', 'dog'].map((name) => `${part}/${name}`))
    const data = await archiveOf([
      ...names.flatMap((name) => [1, 2, 3].map((index) => [`${name}/${index}.png`, png] as const)),
      ['train/cat/1.png', 'a second file of this name'],
      ['train/dog/empty.png', ''],
    ])
    const { train, skipped } = await openData({ data }, 8, context)
    expect(train.classes).toEqual(['cat', 'dog'])
    expect(train.names).toHaveLength(6)
    expect(skipped.map(({ path }) => path)).toEqual(['set/train/cat/1.png', 'train/dog/empty.png'])
    expect(new Set(reports.map(({ stage }) => stage))).toEqual(
      new Set(['Unpacking the archive', 'Reading the images']),
    )
  })

  it('says of the archive itself what is wrong with its layout', async () => {
    const data = await archiveOf([['readme.txt', 'no pictures']])
    await expect(openData({ data }, 8, context)).rejects.toMatchObject({
      code: 'dataset/bad-layout',
      message: expect.stringContaining(`'${data}' has only one class folder, 'set'`),
    })
  })
})
