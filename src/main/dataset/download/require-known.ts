import { stat } from 'node:fs/promises'
import { StudioError } from '../../../shared/errors'
import { formatBytes } from '../../../shared/format-bytes'
import { type HashProgress, sha256OfFile } from '../content-hash'
import type { KnownFile } from './known-files'

export interface RequireKnownOptions {
  readonly onProgress?: (doneBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal
}

/**
 * Checks that a file that a user fetched is the published one; gives its size in bytes.
 * @throws StudioError `file/not-found`, `download/bad-checksum`, `job/cancelled`
 */
export async function requireKnown(
  file: string,
  { url, sha256 }: Pick<KnownFile, 'url' | 'sha256'>,
  { onProgress, signal }: RequireKnownOptions = {},
): Promise<number> {
  const stats = await stat(file).catch(() => undefined)
  if (!stats?.isFile()) {
    throw new StudioError('file/not-found', `There is no file '${file}'. Check the path.`)
  }
  const hashing: HashProgress = {
    onProgress: (done) => onProgress?.(done, stats.size),
    ...(signal && { signal }),
  }
  const found = await sha256OfFile(file, hashing)
  if (found === sha256) return stats.size
  throw new StudioError(
    'download/bad-checksum',
    `'${file}' (${formatBytes(stats.size)}) is not the file that is published at ${url}: its SHA-256 is ${found} and ` +
      `should be ${sha256}. It may be cut short: fetch it again.`,
  )
}
