import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SkippedFile } from '../image-set'
import type { UnpackGuard } from './unpack-limits'

/** Files are written while the next ones are read; so many may wait, and so many bytes. */
const waitingLimit = { files: 32, bytes: 32 * 2 ** 20 }

/**
 * Writes an archive's files below a folder. Names that differ only in case or in the form of their accents are one
 * name on Windows and macOS, so they are treated as one everywhere.
 */
export class UnpackedFiles {
  readonly written = new Map<string, number>()
  readonly skipped: SkippedFile[] = []
  #bytes = 0
  /** From a name's form without case to the name that came first. */
  readonly #folders = new Map<string, string>()
  readonly #files = new Set<string>()
  readonly #waiting = new Set<Promise<void>>()
  #waitingBytes = 0
  #failure: { readonly error: unknown } | undefined

  constructor(readonly folder: string) {}

  /** Of all files written. */
  get bytes(): number {
    return this.#bytes
  }

  skip(path: string, reason: string): void {
    // Names come from strangers: what a terminal would obey is shown as an escape.
    const shown = JSON.stringify(path).slice(1, -1)
    this.skipped.push({ path: shown, reason })
  }

  /** @throws StudioError `dataset/bad-archive` when there is a file, or a folder in other case, of this name */
  async addFolder(path: string, guard: UnpackGuard): Promise<void> {
    if (path === '' || path === '.') return
    const key = withoutCase(path)
    const known = this.#folders.get(key)
    if (known === path) return
    if (known !== undefined) {
      throw guard.refusal(`the folders '${known}' and '${path}' differ only in case; give one another name`)
    }
    if (this.#files.has(key)) throw guard.refusal(`'${path}' is both a file and a folder`)
    await this.addFolder(dirname(path), guard)
    this.#folders.set(key, path)
    await mkdir(join(this.folder, path))
  }

  /** Reads a file and starts to write it. Whether writing went well shows at `throwFailure`. */
  async addFile(path: string, read: () => Promise<Buffer>, guard: UnpackGuard): Promise<void> {
    this.throwFailure()
    const key = withoutCase(path)
    if (this.#folders.has(key)) throw guard.refusal(`'${path}' is both a file and a folder`)
    if (this.#files.has(key)) {
      return this.skip(path, 'The archive holds another file of this name, apart from upper and lower case.')
    }
    await this.addFolder(dirname(path), guard)
    const contents = await read()
    this.#files.add(key)
    this.written.set(path, contents.length)
    this.#bytes += contents.length
    while (this.#isFull(contents.length)) await Promise.race(this.#waiting)
    this.#write(path, contents)
  }

  /** Waits until nothing is being written. */
  async finish(): Promise<void> {
    await Promise.all(this.#waiting)
  }

  /** @throws what writing threw */
  throwFailure(): void {
    if (this.#failure) throw this.#failure.error
  }

  #isFull(moreBytes: number): boolean {
    const { size } = this.#waiting
    return size >= waitingLimit.files || (size > 0 && this.#waitingBytes + moreBytes > waitingLimit.bytes)
  }

  #write(path: string, contents: Buffer): void {
    this.#waitingBytes += contents.length
    const writing = writeFile(join(this.folder, path), contents, { flag: 'wx' })
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => {
        this.#waiting.delete(writing)
        this.#waitingBytes -= contents.length
      })
    this.#waiting.add(writing)
  }
}

function withoutCase(path: string): string {
  return path.normalize('NFC').toLowerCase()
}
