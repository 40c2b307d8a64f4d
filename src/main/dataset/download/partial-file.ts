import { type FileHandle, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { z } from 'zod'

/** What must be the same for the rest of a file to fit to its beginning. */
const originSchema = z.object({
  url: z.string(),
  /** The server's entity tag or date of the file, as `If-Range` takes it. */
  validator: z.string(),
})

/** The beginning of a file that is being downloaded, and where it is from. */
export class PartialFile {
  readonly #path: string
  readonly #originPath: string

  /** @param file where the whole file will be */
  constructor(
    readonly file: string,
    readonly url: string,
  ) {
    this.#path = `${file}.partial`
    this.#originPath = `${file}.partial.json`
  }

  get path(): string {
    return this.#path
  }

  /** How much there is of it, and what the server must say for it to go on; nothing where it cannot go on. */
  async resumePoint(): Promise<{ readonly bytes: number; readonly validator: string } | null> {
    const text = await readFile(this.#originPath, 'utf8').catch(() => '')
    const stats = await stat(this.#path).catch(() => undefined)
    const origin = originSchema.safeParse(parseJson(text))
    if (!stats || stats.size === 0 || !origin.success || origin.data.url !== this.url) return null
    return { bytes: stats.size, validator: origin.data.validator }
  }

  async bytes(): Promise<number> {
    return (await stat(this.#path).catch(() => undefined))?.size ?? 0
  }

  /** Opens it to write from its start. @param validator null where the server gives none: then it cannot go on later */
  async start(validator: string | null): Promise<FileHandle> {
    await this.discard()
    if (validator !== null) {
      await writeFile(this.#originPath, JSON.stringify({ url: this.url, validator }))
    }
    return open(this.#path, 'w')
  }

  /** Opens it to write at its end. */
  goOn(): Promise<FileHandle> {
    return open(this.#path, 'a')
  }

  async discard(): Promise<void> {
    await rm(this.#path, { force: true })
    await rm(this.#originPath, { force: true })
  }

  /** Makes it the whole file. */
  async finish(): Promise<void> {
    await rename(this.#path, this.file)
    await rm(this.#originPath, { force: true })
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
