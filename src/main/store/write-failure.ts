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
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  const reason = reasons[code] ?? (cause instanceof Error ? cause.message : String(cause))
  return new StudioError('file/not-writable', `Cannot write to ${path}: ${reason.replace(/\.$/, '')}.`, {
    cause,
  })
}
