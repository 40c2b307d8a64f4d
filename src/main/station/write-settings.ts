import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../store/make-folder'

/** Writes a small JSON file that only its user may read: as a whole, flushed, in place of what was there. */
export function writeSettings(file: string, content: object): void {
  makeFolder(dirname(file))
  const partial = `${file}.partial`
  const descriptor = openSync(partial, 'w', 0o600)
  try {
    writeFileSync(descriptor, `${JSON.stringify(content, null, 2)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(partial, file)
}
