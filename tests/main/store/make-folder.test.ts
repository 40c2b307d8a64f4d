import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createStudy } from '../../../src/main/store/create-study'
import { makeFolder } from '../../../src/main/store/make-folder'
import { temporaryFolder } from './study-fixture'

describe('a folder', () => {
  test('is made with its parents, of which the topmost is told', () => {
    const root = temporaryFolder()
    expect(makeFolder(join(root, 'a/b/c'))).toBe(join(root, 'a'))
    expect(existsSync(join(root, 'a/b/c'))).toBe(true)
    expect(makeFolder(join(root, 'a/b/d'))).toBe(join(root, 'a/b/d'))
    expect(makeFolder(join(root, 'a/b'))).toBeUndefined()
  })

  test('is not made where a file is', () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const refused = expect.objectContaining({
      code: 'file/not-writable',
      message: expect.stringContaining('a part of the path is a file. Give another folder') as string,
    }) as Error
    expect(() => makeFolder(file)).toThrow(refused)
    expect(() => makeFolder(join(file, 'below'))).toThrow(refused)
  })

  test.runIf(process.platform === 'linux')(
    'is refused below /proc at once, where Node itself never ends',
    () => {
      const refused = (folder: string) =>
        expect.objectContaining({
          code: 'file/not-writable',
          message: expect.stringContaining(`Cannot write to ${folder}: `) as string,
        }) as Error
      expect(() => makeFolder('/proc/x/y')).toThrow(refused('/proc/x/y'))
      expect(() => createStudy('/proc/x', { name: 'S', siteName: 'Ulm', sitePrefix: 'ULM' })).toThrow(
        refused('/proc/x'),
      )
    },
  )
})
