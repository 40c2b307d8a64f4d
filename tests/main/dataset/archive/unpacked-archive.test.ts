import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { unpackedArchive, type UnpackedArchive } from '../../../../src/main/dataset/archive/unpacked-archive'
import { temporaryFolder } from '../temporary-folder'
import { makeZip, writeTarGz } from './make-archive'

/** Unpacks through the cache and counts how often that really took place. */
async function ask(archive: string, cacheFolder: string): Promise<UnpackedArchive & { isUnpacked: boolean }> {
  let isUnpacked = false
  const onProgress = (): void => {
    isUnpacked = true
  }
  return { ...(await unpackedArchive({ archive, cacheFolder, onProgress })), isUnpacked }
}

async function prepare(): Promise<{ archive: string; cache: string }> {
  const root = temporaryFolder()
  const [archive, cache] = [join(root, 'set.tgz'), join(root, 'cache')]
  await writeTarGz(archive, [
    ['set/cat/1.png', 'one'],
    ['set/dog/2.png', 'two'],
  ])
  return { archive, cache }
}

describe('an archive in the cache', () => {
  test('is unpacked once, whatever the name of the file', async () => {
    const { archive, cache } = await prepare()
    const first = await ask(archive, cache)
    expect(readFileSync(join(first.folder, 'set/cat/1.png'), 'utf8')).toBe('one')
    const copy = join(temporaryFolder(), 'other-name')
    writeFileSync(copy, readFileSync(archive))
    expect(await ask(copy, cache)).toEqual({ ...first, isUnpacked: false })
    expect(first.isUnpacked).toBe(true)
  })

  test('is another one when its content changes', async () => {
    const { archive, cache } = await prepare()
    const before = await ask(archive, cache)
    await writeTarGz(archive, [['set/cat/1.png', 'new']])
    const after = await ask(archive, cache)
    expect(after.folder).not.toBe(before.folder)
    expect(readdirSync(join(after.folder, 'set'))).toEqual(['cat'])
  })

  test.each([
    ['a file removed', (folder: string) => rmSync(join(folder, 'set/cat/1.png'))],
    ['a file changed', (folder: string) => appendFileSync(join(folder, 'set/cat/1.png'), '!')],
    ['its list damaged', (folder: string) => writeFileSync(join(folder, '../manifest.json'), '{"files":')],
    ['its list removed', (folder: string) => rmSync(join(folder, '../manifest.json'))],
  ])('is unpacked again with %s', async (_name, harm) => {
    const { archive, cache } = await prepare()
    harm((await ask(archive, cache)).folder)
    const again = await ask(archive, cache)
    expect(again.isUnpacked).toBe(true)
    expect(readFileSync(join(again.folder, 'set/cat/1.png'), 'utf8')).toBe('one')
  })

  test('can be asked for by many at once', async () => {
    const { archive, cache } = await prepare()
    const read = async () => {
      const { folder } = await ask(archive, cache)
      return [folder, readFileSync(join(folder, 'set/dog/2.png'), 'utf8')]
    }
    const answers = await Promise.all(Array.from({ length: 20 }, read))
    expect(answers).toEqual(Array.from({ length: 20 }, () => [answers[0]![0], 'two']))
    expect(readdirSync(join(cache, 'archives')).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('leaves nothing when it is refused', async () => {
    const { cache } = await prepare()
    const archive = join(temporaryFolder(), 'bad.zip')
    writeFileSync(
      archive,
      makeZip([
        { name: 'cat/1.png', contents: 'x' },
        { name: 'cat/link', mode: 0o120777 },
      ]),
    )
    await expect(ask(archive, cache)).rejects.toMatchObject({ code: 'dataset/bad-archive' })
    expect(readdirSync(join(cache, 'archives'))).toEqual([])
  })

  test('lists what it left out, the second time as well', async () => {
    const { cache } = await prepare()
    const archive = join(temporaryFolder(), 'odd.tgz')
    await writeTarGz(archive, [
      ['cat/1.png', 'x'],
      ['cat/1.png', 'y'],
    ])
    const first = await ask(archive, cache)
    expect(first.skipped.map(({ path }) => path)).toEqual(['cat/1.png'])
    expect((await ask(archive, cache)).skipped).toEqual(first.skipped)
  })

  test('removes what a killed process left behind a day ago, and nothing younger', async () => {
    const { archive, cache } = await prepare()
    await ask(archive, cache)
    const [old, young] = [join(cache, 'archives/.old-1'), join(cache, 'archives/.young-1')]
    for (const path of [old, young]) writeFileSync(path, '')
    utimesSync(old, 1000, 1000)
    await writeTarGz(archive, [['set/cat/1.png', 'new']])
    await ask(archive, cache)
    expect([existsSync(old), existsSync(young)]).toEqual([false, true])
  })

  test('that cannot be written to says how to choose another', async () => {
    const { archive } = await prepare()
    await expect(ask(archive, archive)).rejects.toMatchObject({
      code: 'file/not-writable',
      message: expect.stringContaining('--cache'),
    })
  })
})
