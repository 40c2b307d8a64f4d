/** Loads a picture and decodes it. */
export type LoadPicture = (token: string) => Promise<unknown>

/** When a picture that did not come is asked for again. */
const retryMs = 1000

/**
 * Pictures that are decoded before they are needed. What is wanted stays in the browser's memory, so that a picture
 * with the same address appears complete in the frame in which it is put into the page.
 */
export class PictureShelf {
  readonly #load: LoadPicture
  readonly #onFailure: () => void
  readonly #ready = new Map<string, unknown>()
  readonly #coming = new Map<string, Promise<void>>()
  #wanted: ReadonlySet<string> = new Set()

  /** @param onFailure hears each time that a picture did not come */
  constructor(load: LoadPicture, onFailure: () => void = () => undefined) {
    this.#load = load
    this.#onFailure = onFailure
  }

  isReady(tokens: readonly string[]): boolean {
    return tokens.every((token) => this.#ready.has(token))
  }

  /** Keeps these pictures and no others, soonest first. */
  want(tokens: readonly string[]): void {
    this.#wanted = new Set(tokens)
    for (const token of this.#ready.keys()) if (!this.#wanted.has(token)) this.#ready.delete(token)
    for (const token of this.#wanted) void this.#fetch(token)
  }

  /** Resolves when the pictures, all of them wanted, are decoded, or are not wanted any more. */
  async whenReady(tokens: readonly string[]): Promise<void> {
    await Promise.all(tokens.map((token) => this.#fetch(token)))
  }

  #fetch(token: string): Promise<void> {
    if (this.#ready.has(token)) return Promise.resolve()
    const coming =
      this.#coming.get(token) ?? this.#keepTrying(token).finally(() => this.#coming.delete(token))
    this.#coming.set(token, coming)
    return coming
  }

  async #keepTrying(token: string): Promise<void> {
    while (this.#wanted.has(token)) {
      try {
        const picture = await this.#load(token)
        if (this.#wanted.has(token)) this.#ready.set(token, picture)
        return
      } catch {
        // The network, or the disk of the host, may be away for a while.
        this.#onFailure()
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }
}
