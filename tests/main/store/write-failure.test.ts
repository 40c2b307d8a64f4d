import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { createStudy } from '../../../src/main/store/create-study'
import { openStudy } from '../../../src/main/store/open-study'
import { temporaryFolder } from './study-fixture'

// No test may count on a disk that is mounted read-only, and the administrator may write anywhere: folders called
// `read-only` are refused as the system refuses those.
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  const refuse = (path: unknown, code: string) => {
    if (!String(path).includes('read-only')) return
    throw Object.assign(new Error(`${code}: refused`), { code, syscall: 'access' })
  }
  return {
    ...fs,
    accessSync: (...args: Parameters<typeof fs.accessSync>) => {
      refuse(args[0], 'EROFS')
      fs.accessSync(...args)
    },
    mkdirSync: (...args: Parameters<typeof fs.mkdirSync>) => {
      if (String(args[0]).includes(join('read-only', 'new'))) refuse(args[0], 'ENOENT') // as Node says it
      return fs.mkdirSync(...args)
    },
  }
})

const description = { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' }
const refused = (message: string) =>
  expect.objectContaining({
    code: 'file/not-writable',
    message: expect.stringContaining(message) as string,
  }) as Error

describe('a disk that is read-only', () => {
  it.each([['new study'], ['.']])('takes no study: %s', (name) => {
    const folder = join(temporaryFolder(), 'read-only')
    mkdirSync(folder)
    const why = 'the disk is read-only. Give another folder.'
    expect(() => createStudy(join(folder, name), description)).toThrow(refused(why))
  })

  it('lets no study be changed that lies on it, and says what to do', () => {
    const folder = join(temporaryFolder(), 'read-only')
    mkdirSync(folder)
    writeFileSync(join(folder, 'study.sqlite'), '')
    expect(() => openStudy(folder)).toThrow(
      refused('cannot be changed: the disk is read-only. Copy its folder'),
    )
  })
})

it('a path through a file takes no study', () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect(() => createStudy(join(file, 'study'), description)).toThrow(
    refused('a part of the path is a file. Give another folder.'),
  )
})
