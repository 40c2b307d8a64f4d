import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isSystemError, notWritable } from './write-failure'

/**
 * Makes a folder and its parents, one by one: Node's recursive way never ends where the system refuses a folder as if its
 * parent were missing, as it does below /proc.
 * @returns the topmost folder that was made, absolute; undefined where all were there
 * @throws StudioError `file/not-writable`
 */
export function makeFolder(folder: string): string | undefined {
  const missing = [resolve(folder)]
  for (let parent = dirname(missing[0]!); !existsSync(parent); parent = dirname(parent)) {
    if (parent === missing[0]) break // a disk that is not there
    missing.unshift(parent)
  }
  try {
    return missing.filter(makeOne)[0]
  } catch (error) {
    throw isSystemError(error) ? notWritable(folder, error) : error
  }
}

/** @returns whether it was not there */
function makeOne(folder: string): boolean {
  try {
    mkdirSync(folder)
    return true
  } catch (error) {
    if (existsSync(folder) && statSync(folder).isDirectory()) return false
    throw error
  }
}
