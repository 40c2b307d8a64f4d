/** Whether this page hears from the program. Times are milliseconds since 1970. */
export type Connection =
  | { readonly state: 'connected' }
  /** Lost a moment ago, or not yet there. */
  | { readonly state: 'reconnecting'; readonly sinceMs: number }
  /** Lost for so long that a person should look: the network, or the computer that runs Sweetspot. */
  | { readonly state: 'offline'; readonly sinceMs: number }
  /** The program answers, but not to this browser any more. */
  | { readonly state: 'signed-out' }

/** How long "reconnecting" may last before it is called offline. */
export const reconnectingMs = 10_000

/** Keeps the state of a connection, and calls a long loss by its name. */
export class ConnectionTracker {
  #current: Connection
  readonly #listeners = new Set<(connection: Connection) => void>()
  readonly #nowMs: () => number
  #timer: ReturnType<typeof setTimeout> | undefined

  /** @param nowMs milliseconds since 1970 */
  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
    this.#current = { state: 'reconnecting', sinceMs: nowMs() }
    this.#expectSoon()
  }

  current(): Connection {
    return this.#current
  }

  watch(listener: (connection: Connection) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  connected(): void {
    if (this.#current.state !== 'connected') this.#set({ state: 'connected' })
  }

  /** A loss that goes on keeps the time at which it began. */
  lost(): void {
    if (this.#current.state !== 'connected') return
    this.#set({ state: 'reconnecting', sinceMs: this.#nowMs() })
    this.#expectSoon()
  }

  signedOut(): void {
    if (this.#current.state !== 'signed-out') this.#set({ state: 'signed-out' })
  }

  #expectSoon(): void {
    this.#timer = setTimeout(() => {
      if (this.#current.state === 'reconnecting') this.#set({ ...this.#current, state: 'offline' })
    }, reconnectingMs)
  }

  #set(connection: Connection): void {
    clearTimeout(this.#timer)
    this.#current = connection
    for (const listener of [...this.#listeners]) listener(connection)
  }
}
