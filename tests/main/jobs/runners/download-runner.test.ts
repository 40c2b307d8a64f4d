import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type KnownFile, knownFiles } from '../../../../src/main/dataset/download/known-files'
import { downloadKnown } from '../../../../src/main/jobs/runners/download-runner'
import { lockFile } from '../../../../src/main/store/file-lock'
import type { StageProgress } from '../../../../src/main/jobs/job-runner'
import { writeTarGz } from '../../dataset/archive/make-archive'
import { send, serve } from '../../dataset/download/file-server'
import { quietContext } from '../sample-jobs'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-download-'))
  vi.stubEnv('SWEETSPOT_CACHE', join(root, 'cache'))
  folder = join(root, 'work')
  await mkdir(folder)
})
afterEach(() => rm(root, { recursive: true, force: true }))

/** A small archive in the place of Imagenette, or small weights in the place of VGG-16. */
async function published(kind: KnownFile['kind']): Promise<{ file: Buffer; known: Omit<KnownFile, 'url'> }> {
  const path = join(root, 'published')
  if (kind === 'weights') await writeFile(path, 'weights')
  else
    await writeTarGz(path, [
      ['set/cat/1.png', 'one'],
      ['set/dog/1.png', 'two'],
    ])
  const file = await readFile(path)
  const sha256 = createHash('sha256').update(file).digest('hex')
  const known = { kind, fileName: 'known.file', sizeBytes: file.length, sha256, unpackedRatio: 1 }
  return { file, known }
}

const request = (name: 'imagenette-160' | 'vgg16', from?: string) => ({
  kind: 'download' as const,
  name,
  from,
  folder,
})

describe('a published data set', () => {
  it('is downloaded, unpacked, and not kept twice', async () => {
    const { file, known } = await published('images')
    const { url } = await serve((asked, response) => send(file, asked, response))
    const stages: StageProgress[] = []
    const context = { ...quietContext(), report: (progress: StageProgress) => void stages.push(progress) }
    const result = await downloadKnown(request('imagenette-160'), { ...known, url }, context)
    expect(result).toMatchObject({
      bytes: file.length,
      sha256: known.sha256,
      resumedFromBytes: 0,
      weightFile: null,
    })
    expect(result.images).toMatchObject({ classes: ['cat', 'dog'], files: 2 })
    expect((await readdir(folder)).sort()).toEqual(['cat', 'dog'])
    expect(await readdir(join(root, 'cache/downloads'))).toEqual(['known.file.lock'])
    expect([...new Set(stages.map(({ stage }) => stage))]).toEqual([
      'Downloading known.file',
      'Checking the file',
      'Unpacking the archive',
    ])
  })

  it('fetched by hand is checked, unpacked and left where it is', async () => {
    const { known } = await published('images')
    const from = join(root, 'published')
    const result = await downloadKnown(
      request('imagenette-160', from),
      { ...known, url: 'http://x' },
      quietContext(),
    )
    expect(result.images).toMatchObject({ files: 2 })
    expect(await readdir(root)).toContain('published')
    await writeFile(from, 'half')
    const again = downloadKnown(
      request('imagenette-160', from),
      { ...known, url: 'http://x' },
      quietContext(),
    )
    await expect(again).rejects.toMatchObject({ code: 'download/bad-checksum' })
    const missing = downloadKnown(
      request('imagenette-160', '/gone'),
      { ...known, url: 'http://x' },
      quietContext(),
    )
    await expect(missing).rejects.toMatchObject({ code: 'file/not-found' })
  })

  it('that cannot be reached says which command takes the file', async () => {
    const { known } = await published('images')
    const server = await serve(() => undefined)
    await server.stop()
    const failing = downloadKnown(request('imagenette-160'), { ...known, url: server.url }, quietContext())
    const thrown: unknown = await failing.catch((error: unknown) => error)
    expect(thrown).toMatchObject({ code: 'download/unreachable' })
    expect(String(thrown)).toContain('sweetspot dataset download imagenette-160 --from set.tgz')
    expect(String(thrown)).toContain(server.url)
  })

  it('is downloaded by one process at a time', async () => {
    const { known } = await published('images')
    await mkdir(join(root, 'cache/downloads'), { recursive: true })
    const release = lockFile(join(root, 'cache/downloads/known.file.lock'), 0)
    const second = downloadKnown(request('imagenette-160'), { ...known, url: 'http://x' }, quietContext())
    await expect(second).rejects.toMatchObject({ code: 'download/busy' })
    release?.()
  })
})

describe('published weights', () => {
  it('are put into the folder, downloaded or given', async () => {
    const { file, known } = await published('weights')
    const { url } = await serve((asked, response) => send(file, asked, response))
    for (const from of [undefined, join(root, 'published')]) {
      const result = await downloadKnown(request('vgg16', from), { ...known, url }, quietContext())
      expect(result).toMatchObject({ weightFile: 'known.file', images: null })
      expect(await readFile(join(folder, 'known.file'), 'utf8')).toBe('weights')
      await rm(join(folder, 'known.file'))
    }
  })
})

describe('the list of published files', () => {
  it.each(Object.entries(knownFiles))('has an address and a SHA-256 for %s', (_name, known) => {
    expect(new URL(known.url).protocol).toBe('https:')
    expect(known.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  it('names the weights as the command that makes them does', () => {
    expect(knownFiles.vgg16.fileName).toBe('vgg16.safetensors')
  })
})
