import { StudioError } from '../../shared/errors'
import type { Caller } from '../../shared/roles'
import type { OneTimeLinks } from './one-time-links'
import type { SeatRegistry } from './seats/seat-registry'

/** Who was let in, and the secret that the browser keeps as a cookie. */
export interface Entry {
  readonly caller: Caller
  readonly token: string
}

/** Exchanges links and codes for cookies, and checks these. */
export class Authority {
  readonly #links: OneTimeLinks
  readonly #seats: SeatRegistry

  constructor(links: OneTimeLinks, seats: SeatRegistry) {
    this.#links = links
    this.#seats = seats
  }

  /**
   * @param isLocal whether the browser runs on this machine: nothing of the studio leaves it
   * @throws StudioError `station/bad-code`, `api/forbidden`
   */
  enter(secret: string, isLocal: boolean): Entry {
    if (this.#links.roleOf(secret) === 'studio' && !isLocal) throw studioIsLocal()
    const signIn = this.#links.redeem(secret)
    if (signIn !== undefined) return { caller: { role: signIn.role }, token: signIn.token }
    const { seatId, token } = this.#redeemCode(secret)
    return { caller: { role: 'seat', seatId }, token }
  }

  /** @throws StudioError `api/signed-out` unless one of the browser's cookies proves who it claims to be */
  check(claimed: Caller, tokens: readonly string[], isLocal: boolean): void {
    if (claimed.role === 'studio' && !isLocal) throw studioIsLocal()
    if (tokens.some((token) => this.#isToken(claimed, token))) return
    throw new StudioError(
      'api/signed-out',
      'This browser has no place here any more. Enter with a new link or code.',
    )
  }

  #isToken(claimed: Caller, token: string): boolean {
    if (claimed.role === 'seat') return this.#seats.isToken(claimed.seatId, token)
    return this.#links.isToken(claimed.role, token)
  }

  /** The secret of a link has 43 symbols; to say of it what is wrong with a code would mislead. */
  #redeemCode(secret: string) {
    if (secret.length < 32) return this.#seats.redeem(secret)
    throw new StudioError(
      'station/bad-code',
      'This link is not in use: it was used already, is too old, or is of an earlier start. Ask for a new one.',
    )
  }
}

function studioIsLocal(): StudioError {
  return new StudioError(
    'api/forbidden',
    'The studio can be used only in a browser on the machine that runs it. From here, enter as supervisor or desk.',
  )
}
