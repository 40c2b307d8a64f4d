import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createStudy } from '../../../src/main/store/create-study'
import { openAsAllowed } from '../../../src/main/store/open-study'
import { unwrap } from '../../../src/shared/errors'
import { presetProtocol } from '../../../src/shared/protocol-presets'
import type { StudyOverview } from '../../../src/shared/study-overview'
import { openTestHost } from '../../support/open-test-host'
import { temporaryFolder } from '../store/study-fixture'

// The administrator may write anywhere: folders called `read-only` are refused as the system refuses those on such a disk.
vi.mock('node:fs', async (importOriginal) => {
  const fs = await importOriginal<typeof import('node:fs')>()
  return {
    ...fs,
    accessSync: (...args: Parameters<typeof fs.accessSync>) => {
      if (String(args[0]).includes('read-only'))
        throw Object.assign(new Error('EROFS'), { code: 'EROFS', syscall: 'access' })
      fs.accessSync(...args)
    },
  }
})

async function opened() {
  const writable = join(temporaryFolder(), 'study')
  createStudy(writable, { name: 'Kept', siteName: 'Ulm', sitePrefix: 'ULM' }).close()
  const folder = join(temporaryFolder(), 'read-only')
  cpSync(writable, folder, { recursive: true })
  const before = readdirSync(folder)
  const host = await openTestHost()
  const studio = await host.signedIn('studio')
  const open = () => studio.call('study.open', { folder })
  return { folder, before, studio, open }
}

test('a study that cannot be written is opened to look at, and says so', async () => {
  const { folder, before, studio, open } = await opened()
  expect(unwrap(await open())).toMatchObject({
    name: 'Kept',
    isReadOnly: true,
  } satisfies Partial<StudyOverview>)
  expect(unwrap(await studio.call('sessions.list'))).toEqual([])
  expect(unwrap(await studio.call('ratings.imports'))).toEqual([])
  expect(readdirSync(folder)).toEqual(before)
})

test('nothing of it is changed, and each refusal says what to do', async () => {
  const { folder, before, studio, open } = await opened()
  unwrap(await open())
  unwrap(await studio.call('seats.create', { label: 'Desk 1' })) // forgotten with the program
  for (const [procedure, input] of [
    ['sessions.reserveCodes', { count: 1 }],
    ['protocols.save', { protocolId: null, content: presetProtocol('likert-3') }],
  ] as const) {
    expect(await studio.call(procedure, input)).toMatchObject({
      ok: false,
      error: { code: 'store/read-only', message: expect.stringContaining('copy its folder') as string },
    })
  }
  expect(readdirSync(folder)).toEqual(before)
  unwrap(await studio.call('study.close'))
  expect(() => openAsAllowed(folder).close()).not.toThrow()
})
