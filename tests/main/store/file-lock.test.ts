import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { lockFile } from '../../../src/main/store/file-lock'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('is held by one at a time, and free again after release', () => {
  const path = join(folder, 'one')
  const release = lockFile(path, 0)
  expect(release).not.toBeNull()
  expect(lockFile(path, 0)).toBeNull()
  expect(lockFile(join(folder, 'other'), 0)).not.toBeNull()
  release!()
  const again = lockFile(path, 0)
  expect(again).not.toBeNull()
  again!()
})

it('ends with the process that holds it, however that ends', async () => {
  const path = join(folder, 'killed')
  const program = `
    const database = new (require('better-sqlite3'))(${JSON.stringify(path)})
    database.exec('BEGIN EXCLUSIVE')
    console.log('held')
    setInterval(() => database, 1000)`
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  expect(lockFile(path, 0)).toBeNull()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const release = lockFile(path, 0)
  expect(release).not.toBeNull()
  release!()
})

it('says where it cannot write', () => {
  expect(() => lockFile(join(folder, 'missing', 'lock'), 0)).toThrow(/^Cannot write to .*missing/)
})
