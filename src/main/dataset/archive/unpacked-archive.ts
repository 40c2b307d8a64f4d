import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'
import { sha256OfFile } from '../content-hash'
import type { SkippedFile } from '../image-set'
import { unpackArchive, type UnpackOptions } from './unpack-archive'

export interface UnpackedArchiveOptions extends Omit<UnpackOptions, 'folder'> {
  /** The cache's folder, made where it is missing. */
  readonly cacheFolder: string
}

export interface UnpackedArchive {
  /** Everything that was in the archive and can be stored. */
  readonly folder: string
  readonly skipped: readonly SkippedFile[]
}

const manifestSchema = z.object({
  files: z.array(z.tuple([z.string(), z.number()])),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
})

/** Folders that a process left behind when it was killed are removed when they are as old as this. */
const leftoverMs = 24 * 60 * 60 * 1000

/**
 * An archive's contents in the cache, unpacked once for each content: the folder is named after the archive's
 * SHA-256. Files that were changed or removed there since are noticed by their size, and the archive is unpacked
 * again. Any number of processes may ask at the same time.
 *
 * @throws StudioError as `unpackArchive`, and `file/not-writable` where the cache cannot be written
 */
export async function unpackedArchive(options: UnpackedArchiveOptions): Promise<UnpackedArchive> {
  const { archive, cacheFolder, signal } = options
  const hash = await hashOf(archive, signal)
  const root = join(cacheFolder, 'archives')
  const place = join(root, hash)
  const known = await readPlace(place)
  if (known) return known
  try {
    await mkdir(root, { recursive: true })
    await removeLeftovers(root)
    return await unpackInto(place, join(root, `.${hash}-${randomBytes(4).toString('hex')}`), options)
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown
    const detail = thrown instanceof Error ? thrown.message : String(thrown)
    throw new StudioError(
      'file/not-writable',
      `'${archive}' cannot be unpacked in the cache '${cacheFolder}': writing there failed (${detail}). Choose another ` +
        'place with --cache or the environment variable SWEETSPOT_CACHE.',
      { cause: thrown },
    )
  }
}

async function hashOf(archive: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    return await sha256OfFile(archive, signal && { signal })
  } catch (thrown) {
    if (thrown instanceof StudioError) throw thrown
    const message = `The file '${archive}' cannot be read. Check the path and whether you may read it.`
    throw new StudioError('dataset/not-found', message, { cause: thrown })
  }
}

async function unpackInto(
  place: string,
  draft: string,
  options: UnpackedArchiveOptions,
): Promise<UnpackedArchive> {
  try {
    await mkdir(contentsOf(draft), { recursive: true })
    const { files, skipped } = await unpackArchive({ ...options, folder: contentsOf(draft) })
    await writeFile(manifestOf(draft), JSON.stringify({ files: [...files], skipped }))
    return await moveIntoPlace(draft, place)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/**
 * Another process may have put the same contents there meanwhile: then they are taken. What is broken is moved aside before
 * it is removed, so that nobody ever finds half of a folder, or removes what somebody else has just put there.
 */
async function moveIntoPlace(draft: string, place: string): Promise<UnpackedArchive> {
  for (let attempt = 0; ; attempt++) {
    const refusal = await rename(draft, place).catch((error: unknown) => error)
    const there = await readPlace(place)
    if (there) return there
    if (attempt === 3) throw refusal
    const aside = `${draft}-${attempt}`
    const isMoved = await rename(place, aside).then(
      () => true,
      () => false,
    )
    if (isMoved && (await readPlace(aside)) !== undefined) await rename(aside, place).catch(() => undefined)
    await rm(aside, { recursive: true, force: true })
  }
}

/** What is unpacked at a place, if it is whole; undefined otherwise. */
async function readPlace(place: string): Promise<UnpackedArchive | undefined> {
  const text = await readFile(manifestOf(place), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const manifest = manifestSchema.safeParse(parseJson(text))
  if (!manifest.success) return undefined
  const folder = contentsOf(place)
  for (const [name, sizeBytes] of manifest.data.files) {
    const stats = await stat(join(folder, name)).catch(() => undefined)
    if (stats?.size !== sizeBytes) return undefined
  }
  return { folder, skipped: manifest.data.skipped }
}

async function removeLeftovers(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (!name.startsWith('.')) continue
    const path = join(root, name)
    const stats = await stat(path).catch(() => undefined)
    if (stats && Date.now() - stats.mtimeMs > leftoverMs) await rm(path, { recursive: true, force: true })
  }
}

function contentsOf(place: string): string {
  return join(place, 'contents')
}

function manifestOf(place: string): string {
  return join(place, 'manifest.json')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
