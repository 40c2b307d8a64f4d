import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { importArchive } from '../../../../src/main/dataset/archive/import-archive'
import { temporaryFolder } from '../temporary-folder'
import { type Made, writeTarGz } from './make-archive'

async function archiveOf(entries: readonly (readonly [string, Made])[]): Promise<string> {
  const archive = join(temporaryFolder(), 'set.tgz')
  await writeTarGz(archive, entries)
  return archive
}

describe('an imported archive', () => {
  test('lies directly in its folder, without the folders around it and what is beside them', async () => {
    const archive = await archiveOf([
      ['readme.txt', 'about'],
      ['imagenette2-160/labels.csv', 'a,b'],
      ['imagenette2-160/train/cat/1.png', 'one'],
      ['imagenette2-160/train/dog/1.png', 'two'],
      ['imagenette2-160/val/cat/1.png', 'three'],
      ['imagenette2-160/val/dog/1.png', 'four'],
    ])
    const folder = temporaryFolder()
    expect(await importArchive({ archive, folder })).toEqual({
      layout: 'train-val',
      classes: ['cat', 'dog'],
      files: 6,
      bytes: 5 + 3 + 3 + 3 + 5 + 4,
      skipped: [],
    })
    expect(readdirSync(folder).sort()).toEqual(['labels.csv', 'train', 'val'])
    expect(readFileSync(join(folder, 'val/cat/1.png'), 'utf8')).toBe('three')
  })

  test('may be class folders alone', async () => {
    const archive = await archiveOf([
      ['cat/1.png', 'one'],
      ['dog/1.png', 'two'],
    ])
    const folder = temporaryFolder()
    expect((await importArchive({ archive, folder })).layout).toBe('single')
    expect(readdirSync(folder).sort()).toEqual(['cat', 'dog'])
  })

  test.each([
    ['no class folders', [['1.png', 'x']], 'holds 1 file but no folders'],
    ['one class', [['cat/1.png', 'x']], "only one class folder, 'cat'"],
    ['train alone', [['set/train/cat/1.png', 'x']], "has a 'train' folder but no 'val' folder"],
  ] as const)('with %s is refused, by its own name', async (_name, entries, text) => {
    const archive = await archiveOf(entries)
    const folder = temporaryFolder()
    const thrown: unknown = await importArchive({ archive, folder }).catch((error: unknown) => error)
    expect(thrown).toMatchObject({ code: 'dataset/bad-layout', message: expect.stringContaining(text) })
    expect(String(thrown)).toContain(archive)
    expect(String(thrown)).not.toContain('.unpacked')
    expect(existsSync(join(folder, 'cat'))).toBe(false)
  })
})
