import { randomUUID } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolder } from './make-folder'
import { isSystemError, notWritable } from './write-failure'

/** Whether a file of this name is what a process left that was killed while it wrote. */
export function isTemporary(name: string): boolean {
  return /^\..*\.tmp$/.test(name)
}

/**
 * Lets `write` fill a file that is either there completely or not at all, whatever happens: a temporary file beside
 * it, flushed to the disk, is renamed over what was there. Folders are made as needed.
 * @throws StudioError `file/not-writable`, or what `write` threw that is no failure of the disk
 */
export async function writeAtomically(
  path: string,
  write: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  try {
    makeFolder(dirname(path))
    const handle = await open(temporary, 'wx')
    try {
      await write(handle)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
    await flushFolder(dirname(path))
  } catch (cause) {
    // Nothing to remove where even the folder could not be made; the first failure is the one to tell.
    await rm(temporary, { force: true }).catch(() => undefined)
    throw isSystemError(cause) ? notWritable(path, cause) : cause
  }
}

/** Writes all of `bytes` where the last write ended. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await handle.write(bytes, done, Math.min(bytes.length - done, 1 << 30))).bytesWritten
  }
}

/** Makes the rename itself durable; Windows cannot open folders and does not need it. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
