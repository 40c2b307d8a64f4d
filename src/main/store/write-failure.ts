import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { StudioError } from '../../shared/errors'

const full = 'the disk is full. Make room on it'
const noRight = 'you have no right to write there. Give another folder'
const isFile = 'a part of the path is a file. Give another folder'

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: full,
  EDQUOT: 'your share of the disk is full. Make room on it',
  EFBIG: 'the file is larger than the system allows. Give a folder on another disk',
  EACCES: noRight,
  EPERM: noRight,
  EROFS: 'the disk is read-only. Give another folder',
  ENOTDIR: isFile,
  EEXIST: isFile,
  ENOENT: 'a part of the path cannot be made. Give another folder',
  EIO: 'the disk reports a fault. Give a folder on another disk',
}

/** Whether something thrown is the system's refusal of a call, as on a full disk. */
export function isSystemError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'syscall' in thrown
}

/** The error `file/not-writable` for a path: why, and what to do about it. */
export function notWritable(path: string, cause: unknown): StudioError {
  return new StudioError('file/not-writable', `Cannot write to ${path}: ${whyNotWritable(path, cause)}.`, {
    cause,
  })
}

/** Why a path cannot be written to, and what to do about it, as the end of a sentence. */
export function whyNotWritable(path: string, cause: unknown): string {
  const code = codeOf(cause)
  // Node says ENOENT for folders that it cannot make, whatever is the reason.
  const reason = reasons[code === 'ENOENT' ? (whyNoFolderIsMade(path) ?? code) : code]
  return reason ?? (cause instanceof Error ? cause.message : String(cause)).replace(/\.$/, '')
}

/** Whether nobody who uses this program may write to a folder, as on a read-only disk. */
export function isClosedToWriting(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return false
  } catch (error) {
    return ['EROFS', 'EACCES', 'EPERM'].includes(codeOf(error))
  }
}

/** Asks the system whether a folder may be written to. @throws StudioError `file/not-writable` */
export function requireWritable(folder: string): void {
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw notWritable(folder, error)
  }
}

function whyNoFolderIsMade(path: string): string | undefined {
  const parent = dirname(path)
  if (!existsSync(path) && parent !== path) return whyNoFolderIsMade(parent)
  try {
    accessSync(path, constants.W_OK)
    return undefined
  } catch (error) {
    return codeOf(error)
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}
