import { type FileHandle, mkdir, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { StudioError } from '../../../shared/errors'
import { formatBytes } from '../../../shared/format-bytes'
import { sha256OfFile } from '../content-hash'
import { type FreeBytes, freeBytesOf, noSpace, requireSpace } from '../free-space'
import { type Answer, askServer, LostConnection, RefusedByServer } from './ask-server'
import { PartialFile } from './partial-file'

export interface DownloadOptions {
  readonly url: string
  /** Where it goes. What is there of it so far is in `<file>.partial` beside it. */
  readonly file: string
  /** Of the whole file, in hex. */
  readonly sha256: string
  /** Null where it is not known in advance. */
  readonly sizeBytes: number | null
  /** A sentence that says what to do with the file when it was fetched by other means. */
  readonly byHand: string
  readonly onProgress?: (doneBytes: number, totalBytes: number | null) => void
  /** Bytes of the finished file whose checksum is being taken. */
  readonly onCheck?: (doneBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal
  readonly freeBytes?: FreeBytes
  /** Waits before another try. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>
}

export interface Downloaded {
  readonly bytes: number
  /** Bytes that were there before. */
  readonly resumedFromBytes: number
}

/** Tries in a row that bring nothing, before it is given up. */
const fruitlessTries = 4
const firstWaitMs = 1000

/** What a computer without internet meets; it does not help to try again at once. */
const offlineCodes: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
])

/**
 * Fetches a file over HTTP and checks its content. What was received stays when the connection is lost, the job is
 * cancelled or the process dies, and the next call goes on from there if the server's file is still the same. One call
 * at a time for a file.
 *
 * @throws StudioError `download/unreachable`, `download/failed`, `download/bad-checksum`, `file/no-space`,
 *   `file/not-writable`, `job/cancelled`
 */
export async function downloadFile(options: DownloadOptions): Promise<Downloaded> {
  const { file } = options
  const present = await stat(file).catch(() => undefined)
  if (present) {
    await requireChecksum(file, { bytes: present.size, remove: () => rm(file) }, options)
    return { bytes: present.size, resumedFromBytes: present.size }
  }
  const partial = new PartialFile(file, options.url)
  const resumedFromBytes = (await partial.resumePoint())?.bytes ?? 0
  await fetchAll(partial, options)
  const bytes = await partial.bytes()
  await requireChecksum(partial.path, { bytes, remove: () => partial.discard() }, options)
  await partial.finish()
  return { bytes, resumedFromBytes }
}

async function fetchAll(partial: PartialFile, options: DownloadOptions): Promise<void> {
  const { signal, wait = waitFor } = options
  let hasReceived = false
  let fruitless = 0
  while (fruitless < fruitlessTries) {
    const before = await partial.bytes()
    try {
      return await fetchRest(partial, options)
    } catch (thrown) {
      const after = await partial.bytes()
      if (signal?.aborted) throw cancelled(after)
      hasReceived ||= after > before
      fruitless = after > before ? 0 : fruitless + 1
      const isHopeless = !isPassing(thrown) || (!hasReceived && isOffline(thrown))
      if (isHopeless || fruitless === fruitlessTries) throw explain(thrown, after, options)
    }
    // An abort ends the wait early; the next try then ends at once.
    await wait(firstWaitMs * 2 ** fruitless, signal).catch(() => undefined)
  }
}

/** Receives until the file is whole. @throws LostConnection, RefusedByServer, StudioError */
async function fetchRest(partial: PartialFile, options: DownloadOptions): Promise<void> {
  const connection = new AbortController()
  const signals = [connection.signal, ...(options.signal ? [options.signal] : [])]
  try {
    const answer = await askServer(partial, AbortSignal.any(signals))
    if (answer) await receive(answer, partial, options)
  } finally {
    connection.abort()
  }
}

async function receive(answer: Answer, partial: PartialFile, options: DownloadOptions): Promise<void> {
  const { onProgress, sizeBytes } = options
  const total = answer.totalBytes ?? sizeBytes
  if (sizeBytes !== null && total !== sizeBytes) throw otherFile(total, options)
  await makeRoom(partial, answer, options)
  const handle = await writing(partial.file, () =>
    answer.offset > 0 ? partial.goOn() : partial.start(answer.validator),
  )
  let done = answer.offset
  onProgress?.(done, total)
  try {
    for await (const chunk of answer.body) {
      await writing(partial.file, () => writeAll(handle, chunk))
      done += chunk.length
      onProgress?.(done, total)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  if (total !== null && done < total) throw new LostConnection('it ended before the file did')
}

async function makeRoom(partial: PartialFile, answer: Answer, options: DownloadOptions): Promise<void> {
  const total = answer.totalBytes ?? options.sizeBytes ?? 0
  const room = { what: 'The missing bytes', neededBytes: total - answer.offset }
  const folder = dirname(partial.file)
  await writing(partial.file, () => mkdir(folder, { recursive: true }))
  await requireSpace(folder, { ...room, freeBytes: options.freeBytes ?? freeBytesOf })
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await handle.write(chunk, written)).bytesWritten
  }
}

/** @throws StudioError `file/no-space`, `file/not-writable` */
async function writing<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)
    if (code === 'ENOSPC' || code === 'EDQUOT') throw noSpace(dirname(file), 'it is full', thrown)
    const message = `'${file}' cannot be written (${code}). Choose another folder, or --cache for another cache.`
    throw new StudioError('file/not-writable', message, { cause: thrown })
  }
}

/** @throws StudioError `download/bad-checksum` after removing a file of other content, `job/cancelled` */
async function requireChecksum(
  path: string,
  { bytes, remove }: { readonly bytes: number; readonly remove: () => Promise<void> },
  options: DownloadOptions,
): Promise<void> {
  const { onCheck, signal, url } = options
  const onProgress = (done: number) => onCheck?.(done, bytes)
  const found = await sha256OfFile(path, { onProgress, ...(signal && { signal }) })
  if (found === options.sha256) return
  await remove()
  throw new StudioError(
    'download/bad-checksum',
    `What came from ${url} (${formatBytes(bytes)}) is not the file that was expected: its SHA-256 is ${found} and should ` +
      `be ${options.sha256}. It was removed. Try again; if it happens again, the publisher has changed the file. ` +
      options.byHand,
  )
}

function isOffline(thrown: unknown): boolean {
  return thrown instanceof LostConnection && offlineCodes.has(thrown.code)
}

function isPassing(thrown: unknown): boolean {
  return thrown instanceof LostConnection || (thrown instanceof RefusedByServer && thrown.isPassing)
}

function explain(thrown: unknown, keptBytes: number, options: DownloadOptions): unknown {
  const { url, byHand } = options
  if (thrown instanceof RefusedByServer) {
    const message = `${new URL(url).host} does not give the file: it answers with HTTP status ${thrown.status} to ${url}. ${byHand}`
    return new StudioError('download/failed', message, { cause: thrown })
  }
  if (!(thrown instanceof LostConnection)) return thrown
  if (keptBytes === 0) {
    const message = `${new URL(url).host} cannot be reached (${thrown.code}): is this computer connected to the internet? ${byHand}`
    return new StudioError('download/unreachable', message, { cause: thrown })
  }
  const message =
    `The connection to ${new URL(url).host} was lost again and again (${thrown.code}). ${formatBytes(keptBytes)} are ` +
    `kept: the same command goes on from there. ${byHand}`
  return new StudioError('download/failed', message, { cause: thrown })
}

function otherFile(total: number | null, { url, sizeBytes, byHand }: DownloadOptions): StudioError {
  return new StudioError(
    'download/failed',
    `The server offers ${formatBytes(total ?? 0)} at ${url} where ${formatBytes(sizeBytes ?? 0)} were expected: it is ` +
      `another file, often the page of a network that wants a login. ${byHand}`,
  )
}

function cancelled(keptBytes: number): StudioError {
  const kept =
    keptBytes > 0 ? ` ${formatBytes(keptBytes)} are kept: the same command goes on from there.` : ''
  return new StudioError('job/cancelled', `The download was stopped.${kept}`)
}

async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(ms, undefined, { ...(signal && { signal }) })
}
