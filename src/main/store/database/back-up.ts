import type { Database } from 'better-sqlite3'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { translateErrors } from './sqlite-errors'

/**
 * Copies everything committed into a new file, and returns when it is on the disk.
 * @throws StudioError `file/not-writable`
 */
export function backUp(database: Database, file: string): void {
  translateErrors(`Cannot copy the study to ${file}`, () => database.prepare('VACUUM INTO ?').run(file))
  const descriptor = openSync(file, 'r+')
  try {
    fsyncSync(descriptor) // VACUUM INTO does not
  } finally {
    closeSync(descriptor)
  }
}
