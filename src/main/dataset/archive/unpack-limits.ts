import { StudioError } from '../../../shared/errors'
import { formatBytes } from '../../../shared/format-bytes'
import type { ArchiveEntry } from './archive-entry'

/** What an archive of images may hold. Photographs are compressed already, so honest archives stay far below. */
export interface UnpackLimits {
  /** Files and folders. */
  readonly entries: number
  /** Larger files are left out: they are no photographs. */
  readonly fileBytes: number
  /** Unpacked bytes for each byte of the archive. */
  readonly ratio: number
  /** Unpacked bytes that any archive may have, whatever the ratio. */
  readonly ratioFromBytes: number
}

export const defaultLimits: UnpackLimits = {
  entries: 2_000_000,
  fileBytes: 512 * 2 ** 20,
  ratio: 100,
  ratioFromBytes: 2 ** 30,
}

/** Counts what an archive states to hold, files that are left out included. */
export class UnpackGuard {
  #entries = 0
  #bytes = 0

  constructor(
    readonly archive: string,
    readonly archiveBytes: number,
    readonly limits: UnpackLimits,
  ) {}

  /** @throws StudioError `dataset/bad-archive` past a limit */
  count({ sizeBytes }: ArchiveEntry): void {
    if (++this.#entries > this.limits.entries) {
      throw this.refusal(
        `it holds more than ${this.limits.entries.toLocaleString('en-US')} files and folders`,
      )
    }
    this.#bytes += sizeBytes
    this.checkTotal(this.#bytes)
  }

  /** @throws StudioError `dataset/bad-archive` where so many bytes are too many for an archive of this size */
  checkTotal(bytes: number): void {
    const { ratio, ratioFromBytes } = this.limits
    if (bytes <= Math.max(ratioFromBytes, ratio * this.archiveBytes)) return
    const sizes = `${formatBytes(this.archiveBytes)} become more than ${formatBytes(bytes)}`
    throw this.refusal(`${sizes}, more than images can be compressed, as in an archive made to fill a disk`)
  }

  refusal(reason: string): StudioError {
    return new StudioError(
      'dataset/bad-archive',
      `'${this.archive}' is refused: ${reason}. Nothing of it was kept. If you trust it, unpack it by other means ` +
        'and give the folder.',
    )
  }
}
