import { stat } from 'node:fs/promises'
import { StudioError } from '../../../shared/errors'
import { type FreeBytes, freeBytesOf, noSpace, requireSpace } from '../free-space'
import type { SkippedFile } from '../image-set'
import { ignoredNames } from '../scan-class-folders'
import type { ArchiveEntry, ArchiveReader } from './archive-entry'
import { archiveFormat } from './archive-format'
import { judgeName } from './entry-name'
import { openTar } from './tar-reader'
import { UnpackedFiles } from './unpacked-files'
import { defaultLimits, UnpackGuard, type UnpackLimits } from './unpack-limits'
import { openZip } from './zip-reader'

export interface UnpackOptions {
  readonly archive: string
  /** An existing, empty folder. It is in an undefined state after an error: whoever made it removes it. */
  readonly folder: string
  /** Bytes of the archive read. */
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal
  readonly limits?: UnpackLimits
  readonly freeBytes?: FreeBytes
  readonly platform?: NodeJS.Platform
}

export interface UnpackResult {
  /** Files written, with `/` between folders, and their sizes in bytes. */
  readonly files: ReadonlyMap<string, number>
  /** Files that were left out, with the reason. */
  readonly skipped: readonly SkippedFile[]
}

/** How often the disk is asked for its free space while an archive of unknown size is unpacked. */
const spaceCheckBytes = 64 * 2 ** 20

/**
 * Unpacks a tar, tar.gz or zip file. What systems leave behind (`.DS_Store`, `__MACOSX`) is ignored; files that
 * cannot be stored everywhere, and those that are too large for an image, are left out and listed. Permissions and
 * dates are not taken over.
 *
 * @throws StudioError `dataset/bad-archive` for a file that is no such archive, is damaged, would write outside of
 *   the folder, has links or devices, or unpacks to more than its limits; `file/no-space`; `dataset/not-found`;
 *   `job/cancelled`
 */
export async function unpackArchive(options: UnpackOptions): Promise<UnpackResult> {
  const { archive, folder, freeBytes = freeBytesOf } = options
  const archiveBytes = await sizeOf(archive)
  const guard = new UnpackGuard(archive, archiveBytes, options.limits ?? defaultLimits)
  const reader = await openArchive(archive)
  try {
    guard.checkTotal(reader.unpackedBytes ?? archiveBytes)
    const neededBytes = reader.unpackedBytes ?? archiveBytes
    await requireSpace(folder, { what: 'The unpacked files', neededBytes, freeBytes })
    return await unpackEntries(reader, { ...options, guard, archiveBytes, freeBytes })
  } catch (thrown) {
    throw explain(thrown, options)
  } finally {
    reader.close()
  }
}

async function sizeOf(archive: string): Promise<number> {
  try {
    return (await stat(archive)).size
  } catch (cause) {
    const message = `There is no file '${archive}', or it may not be read. Check the path.`
    throw new StudioError('dataset/not-found', message, { cause })
  }
}

async function openArchive(archive: string): Promise<ArchiveReader> {
  const format = await archiveFormat(archive)
  try {
    return format === 'zip' ? await openZip(archive) : openTar(archive, { isCompressed: format === 'tar.gz' })
  } catch (thrown) {
    throw damaged(archive, thrown)
  }
}

interface Unpacking extends UnpackOptions {
  readonly guard: UnpackGuard
  readonly archiveBytes: number
  readonly freeBytes: FreeBytes
}

async function unpackEntries(reader: ArchiveReader, unpacking: Unpacking): Promise<UnpackResult> {
  const { folder, guard, archiveBytes, freeBytes, signal } = unpacking
  const files = new UnpackedFiles(folder)
  let nextCheckBytes = spaceCheckBytes
  try {
    for await (const entry of reader.entries()) {
      if (signal?.aborted) throw new StudioError('job/cancelled', 'Unpacking was cancelled.')
      guard.count(entry)
      await unpackEntry(entry, files, unpacking)
      if (files.bytes >= nextCheckBytes) {
        nextCheckBytes = files.bytes + spaceCheckBytes
        const neededBytes = Math.max(0, (reader.unpackedBytes ?? archiveBytes) - files.bytes)
        await requireSpace(folder, { what: 'The other files', neededBytes, freeBytes })
      }
      // The end is read ahead of the last entries; it is reached when they are written.
      if (reader.doneBytes() < archiveBytes) unpacking.onProgress?.(reader.doneBytes(), archiveBytes)
    }
  } finally {
    await files.finish()
  }
  files.throwFailure()
  unpacking.onProgress?.(archiveBytes, archiveBytes)
  return { files: files.written, skipped: files.skipped }
}

async function unpackEntry(entry: ArchiveEntry, files: UnpackedFiles, unpacking: Unpacking): Promise<void> {
  const { guard, platform = process.platform } = unpacking
  const verdict = judgeName(entry.name, { ignored: ignoredNames, platform })
  const named = `the entry ${JSON.stringify(entry.name.slice(0, 200))}`
  if (verdict.kind === 'refuse') throw guard.refusal(`${named} has ${verdict.reason}`)
  if (verdict.kind === 'ignore') return
  if (entry.kind === 'link') {
    throw guard.refusal(`${named} is a link, which could lead anywhere on this computer`)
  }
  if (entry.kind === 'special') throw guard.refusal(`${named} is neither a file nor a folder`)
  if (verdict.kind === 'skip') return void files.skip(entry.name, verdict.reason)
  if (entry.kind === 'folder') return void (await files.addFolder(verdict.path, guard))
  if (entry.sizeBytes > guard.limits.fileBytes) {
    return void files.skip(verdict.path, 'It is larger than 512 MiB.')
  }
  await files.addFile(verdict.path, () => readEntry(entry, guard), guard)
}

/** @throws StudioError `dataset/bad-archive` when more comes out than the archive stated */
async function readEntry(entry: ArchiveEntry, guard: UnpackGuard): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of entry.read()) {
    bytes += chunk.length
    if (bytes > entry.sizeBytes) throw guard.refusal(`'${entry.name}' is larger than the archive states`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes)
}

function explain(thrown: unknown, { archive, folder }: UnpackOptions): unknown {
  if (thrown instanceof StudioError) return thrown
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'ENOSPC' || code === 'EDQUOT') return noSpace(folder, 'it is full', thrown)
  return damaged(archive, thrown)
}

function damaged(archive: string, thrown: unknown): StudioError {
  const detail = thrown instanceof Error ? thrown.message : String(thrown)
  return new StudioError(
    'dataset/bad-archive',
    `'${archive}' cannot be unpacked: it is damaged, cut short, encrypted or of an unusual kind (${detail}). Nothing of ` +
      'it was kept. Fetch or pack it again.',
    { cause: thrown },
  )
}
