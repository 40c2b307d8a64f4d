import { statfs } from 'node:fs/promises'
import { StudioError } from '../../shared/errors'
import { formatBytes } from '../../shared/format-bytes'

/** Bytes that this user can still write to the disk that a folder lies on. */
export type FreeBytes = (folder: string) => Promise<number>

export const freeBytesOf: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** What is left alone, so that the system and other programs can go on. */
export const reserveBytes = 256 * 2 ** 20

/**
 * @param what what needs the space, to begin a sentence with: `The images`
 * @throws StudioError `file/no-space` when fewer than `neededBytes` and the reserve are free
 */
export async function requireSpace(
  folder: string,
  { what, neededBytes, freeBytes }: { what: string; neededBytes: number; freeBytes: FreeBytes },
): Promise<void> {
  const free = await freeBytes(folder)
  if (free >= neededBytes + reserveBytes) return
  throw noSpace(folder, `${what} need ${formatBytes(neededBytes)}, and ${formatBytes(free)} are free`)
}

/** `ENOSPC` and the like in words. @param detail what is known, without a full stop */
export function noSpace(folder: string, detail: string, cause?: unknown): StudioError {
  const left = formatBytes(reserveBytes)
  return new StudioError(
    'file/no-space',
    `There is too little space on the disk of '${folder}': ${detail} (${left} are left alone). Make room, or choose ` +
      'a folder on another disk.',
    { cause },
  )
}
