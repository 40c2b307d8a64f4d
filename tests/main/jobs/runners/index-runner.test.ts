import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { indexRunner } from '../../../../src/main/jobs/runners/index-runner'
import type { IndexedImage } from '../../../../src/shared/index-job'
import { writeTarGz } from '../../dataset/archive/make-archive'
import { quietContext } from '../sample-jobs'

let root: string
let png: Buffer
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-index-'))
  vi.stubEnv('SWEETSPOT_CACHE', join(root, 'cache'))
  png = await sharp({ create: { width: 12, height: 9, channels: 3, background: '#888' } })
    .png()
    .toBuffer()
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** Two classes with two images each; é as macOS stores it, in two characters. */
const names = ['cat/1.png', 'cat/cafe\u0301.png', 'dog/1.png', 'dog/2.png']

async function index(data: string): Promise<{ kind: string; images: IndexedImage[] }> {
  const folder = await mkdtemp(join(root, 'work-'))
  const { kind, imageList } = await indexRunner({ kind: 'index', data, folder, sizePx: 8 }, quietContext())
  return { kind, images: JSON.parse(await readFile(join(folder, imageList), 'utf8')) as IndexedImage[] }
}

describe('the list of images', () => {
  it('is the same for a folder and for an archive with a folder around it', async () => {
    const folder = join(root, 'set')
    for (const name of names) {
      await mkdir(join(folder, name, '..'), { recursive: true })
      await writeFile(join(folder, name), png)
    }
    const archive = join(root, 'set.tgz')
    await writeTarGz(
      archive,
      names.map((name) => [`outer/${name}`, png]),
    )
    const [fromFolder, fromArchive] = [await index(folder), await index(archive)]
    expect([fromFolder.kind, fromArchive.kind]).toEqual(['folder', 'archive'])
    const withoutDate = (image: IndexedImage) => ({ ...image, fingerprint: null })
    expect(fromArchive.images.map(withoutDate)).toEqual(fromFolder.images.map(withoutDate))
    expect(fromFolder.images.map(({ path }) => path).sort()).toEqual(
      names.map((name) => name.normalize('NFC')),
    )
    const sha256 = createHash('sha256').update(png).digest('hex')
    for (const image of fromFolder.images) expect(image).toMatchObject({ sha256, widthPx: 12, heightPx: 9 })
  })
})
