import { StudioError } from '../../../shared/errors'
import { hashSecret, isSecret, newSecret } from '../secrets'
import type { StationEnvironment } from '../station-environment'
import { formatSeatCode, newSeatCode, parseSeatCode } from './seat-code'
import type { SeatRecord, SeatStorage } from './seat-records'

/** How long a code may be used. */
export const codeLifetimeMs = 30 * 60_000

interface Code {
  readonly text: string
  readonly hash: string
  readonly expiresAtMs: number
}

/** A seat as the registry knows it. */
export interface RegisteredSeat extends SeatRecord {
  /** The code as it is shown, while it may be used. */
  readonly code: { readonly text: string; readonly expiresAtMs: number } | null
}

export interface SeatRegistryOptions {
  readonly storage: SeatStorage
  readonly environment: StationEnvironment
  /** Hears that seats were added, changed or revoked. */
  readonly onChange: () => void
  /** Hears of each seat whose browser lost its right, before `onChange`. */
  readonly onSignedOut: (seatId: string) => void
}

/** The rating desks of a study: who may sit down where. Codes end with the program, seats do not. */
export class SeatRegistry {
  readonly #options: SeatRegistryOptions
  #storage: SeatStorage
  #seats: Map<string, SeatRecord>
  readonly #codes = new Map<string, Code>()

  constructor(options: SeatRegistryOptions) {
    this.#options = options
    this.#storage = options.storage
    this.#seats = loadSeats(options.storage)
  }

  /**
   * Goes over to the seats of another study: whoever sits at one of this study loses it.
   * @throws StudioError `station/cannot-open` where they cannot be read; nothing has changed then
   */
  use(storage: SeatStorage): void {
    const seats = loadSeats(storage)
    const before = this.#seats
    this.#storage = storage
    this.#seats = seats
    this.#codes.clear()
    for (const id of before.keys()) this.#options.onSignedOut(id)
    this.#options.onChange()
  }

  list(): readonly RegisteredSeat[] {
    return [...this.#seats.keys()].map((id) => this.get(id))
  }

  /** @throws StudioError `station/unknown-seat` */
  get(seatId: string): RegisteredSeat {
    return { ...this.#record(seatId), code: this.#validCode(seatId) ?? null }
  }

  /** Adds a desk, with a code to enter it. */
  create(label: string): RegisteredSeat {
    const id = this.#options.environment.newId()
    this.#put({ id, label, tokenHash: null })
    return this.invite(id)
  }

  /** @throws StudioError `station/unknown-seat` */
  rename(seatId: string, label: string): RegisteredSeat {
    this.#put({ ...this.#record(seatId), label })
    this.#options.onChange()
    return this.get(seatId)
  }

  /** Gives the seat a new code in place of any other. @throws StudioError `station/unknown-seat` */
  invite(seatId: string): RegisteredSeat {
    this.#record(seatId)
    const { environment } = this.#options
    const code = newSeatCode(environment.randomBytes)
    const expiresAtMs = environment.now() + codeLifetimeMs
    this.#codes.set(seatId, { text: formatSeatCode(code), hash: hashSecret(code), expiresAtMs })
    this.#options.onChange()
    return this.get(seatId)
  }

  /** Takes a seat from the browser that has it, for a window of this machine. @throws StudioError `station/unknown-seat` */
  release(seatId: string): void {
    const seat = this.#record(seatId)
    if (seat.tokenHash === null) return
    this.#put({ ...seat, tokenHash: null })
    this.#options.onSignedOut(seatId)
    this.#options.onChange()
  }

  /** Forgets a seat. @throws StudioError `station/unknown-seat` */
  revoke(seatId: string): void {
    this.#record(seatId)
    this.#seats.delete(seatId)
    this.#codes.delete(seatId)
    this.#save()
    this.#options.onSignedOut(seatId)
    this.#options.onChange()
  }

  /**
   * Uses a code up: whoever had the seat before loses it.
   * @param typed as a person typed it
   * @returns the seat, and the secret that its browser keeps
   * @throws StudioError `station/bad-code` for what is no code, is not in use, or was used
   */
  redeem(typed: string): { readonly seatId: string; readonly token: string } {
    const code = parseSeatCode(typed)
    // All are compared, so that the time says nothing about any of them.
    const matches = [...this.#codes.keys()].filter((id) => isSecret(code, this.#codes.get(id)!.hash))
    const seatId = matches.find((id) => this.#validCode(id) !== undefined)
    if (seatId === undefined) {
      throw new StudioError(
        'station/bad-code',
        'This code is not in use: it was used, replaced, or is too old. Ask the supervisor for a new one.',
      )
    }
    const token = newSecret(this.#options.environment)
    this.#codes.delete(seatId)
    this.#put({ ...this.#record(seatId), tokenHash: hashSecret(token) })
    this.#options.onSignedOut(seatId)
    this.#options.onChange()
    return { seatId, token }
  }

  /** Whether a browser's secret is that of the seat. */
  isToken(seatId: string, token: string): boolean {
    const hash = this.#seats.get(seatId)?.tokenHash
    return hash !== undefined && hash !== null && isSecret(token, hash)
  }

  #validCode(seatId: string): Code | undefined {
    const code = this.#codes.get(seatId)
    return code !== undefined && code.expiresAtMs > this.#options.environment.now() ? code : undefined
  }

  #record(seatId: string): SeatRecord {
    const seat = this.#seats.get(seatId)
    if (seat !== undefined) return seat
    const labels = [...this.#seats.values()].map(({ label }) => label).join(', ') || 'none'
    throw new StudioError(
      'station/unknown-seat',
      `There is no desk ${seatId}; it may have been removed. Desks: ${labels}.`,
    )
  }

  #put(seat: SeatRecord): void {
    this.#seats.set(seat.id, seat)
    this.#save()
  }

  #save(): void {
    this.#storage.save([...this.#seats.values()])
  }
}

function loadSeats(storage: SeatStorage): Map<string, SeatRecord> {
  return new Map(storage.load().map((seat) => [seat.id, seat]))
}
