import type { Database } from 'better-sqlite3'
import BetterSqlite3, { SqliteError } from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'

const holderSchema = z.object({ host: z.string(), processId: z.int(), since: z.string() })
type Holder = z.infer<typeof holderSchema>

/**
 * Takes the right to write to a study. It is a lock of the operating system on a small file of its own, so that it
 * ends with the process, whatever ended that, and readers of the study are not hindered.
 *
 * @param file the lock's file; `<file>.json` beside it says who holds it
 * @param since ISO 8601
 * @returns gives the lock back
 * @throws StudioError `store/locked` naming the holder's machine and process
 */
export function lockStudy(file: string, since: string): () => void {
  const lock = openLockFile(file)
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY')) throw locked(file)
    throw error
  }
  const holder: Holder = { host: hostname(), processId: process.pid, since }
  writeFileSync(`${file}.json`, `${JSON.stringify(holder)}\n`)
  return () => void lock.close()
}

function openLockFile(file: string): Database {
  try {
    return new BetterSqlite3(file, { timeout: 0 })
  } catch (error) {
    throw new StudioError(
      'file/not-writable',
      `Cannot write ${file}: ${error instanceof Error ? error.message : String(error)}. ` +
        'Check the rights of the folder, or open the study for reading only.',
      { cause: error },
    )
  }
}

function locked(file: string): StudioError {
  const holder = readHolder(`${file}.json`)
  const who =
    holder === undefined
      ? 'another program'
      : `process ${holder.processId} on ${holder.host} since ${holder.since}`
  return new StudioError(
    'store/locked',
    `The study is open in ${who}. Only one program may write to it: close it there, then try again.`,
  )
}

function readHolder(file: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return undefined // written a moment later, or by a version that says it differently
  }
}
