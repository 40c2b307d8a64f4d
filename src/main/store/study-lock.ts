import { accessSync, constants, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { lockFile } from './file-lock'
import { whyNotWritable } from './write-failure'

const holderSchema = z.object({ host: z.string(), processId: z.int(), since: z.string() })
type Holder = z.infer<typeof holderSchema>

/**
 * Takes the right to write to a study, on a small file of its own, so that readers are not hindered.
 *
 * @param file the lock's file; `<file>.json` beside it says who holds it
 * @param since ISO 8601
 * @returns gives the lock back; a process that dies gives it back as well
 * @throws StudioError `store/locked` naming the holder's machine and process, `file/not-writable`
 */
export function lockStudy(file: string, since: string): () => void {
  requireChangeable(dirname(file))
  const unlock = lockFile(file, 0)
  if (unlock === null) throw locked(file)
  const holder: Holder = { host: hostname(), processId: process.pid, since }
  try {
    writeFileSync(`${file}.json`, `${JSON.stringify(holder)}\n`)
    return () => {
      rmSync(`${file}.json`, { force: true })
      unlock()
    }
  } catch (error) {
    unlock()
    throw notChangeable(dirname(file), error)
  }
}

function requireChangeable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw notChangeable(folder, error)
  }
}

function notChangeable(folder: string, cause: unknown): StudioError {
  const why = whyNotWritable(folder, cause).replace(/\. [^.]*$/, '')
  const message =
    `The study in ${folder} cannot be changed: ${why}. Copy its folder to a place where you may write, and open ` +
    'the copy, or ask whoever looks after the computer for the right to write there.'
  return new StudioError('file/not-writable', message, { cause })
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
