import {
  deskWishes,
  deskWishWords,
  isToldAtHost,
  type DeskTrouble,
  type DeskWish,
} from '../../../shared/desk-troubles'
import type { ErrorPayload } from '../../../shared/errors'
import type { Call } from '../../jobs/dispatch'
import { z } from 'zod'

export interface DeskTroublesOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Hears that what `of` gives has changed. */
  readonly onChange: () => void
  /** Hears each trouble once, as a line for the program's log. */
  readonly onNews: (seatId: string, text: string) => void
}

/** What a broken page may make of them: the oldest are forgotten, and the ends of messages cut. */
const mostTroubles = 10
const longestMessage = 1000

/** Names neither the file nor its folder, which may say which model is behind it. */
const lostPicture: ErrorPayload = {
  code: 'file/not-found',
  message:
    'A picture of the study cannot be read: its file is missing or damaged, or its disk or folder was taken away. Bring ' +
    'it back, as it was; the desk goes on by itself.',
}

/** What a desk called. */
type DeskCall = Pick<Call, 'procedure' | 'input'>

/**
 * What was refused to desks and stands nowhere else: kept as long as the program runs, until the same succeeds at the desk
 * or a supervisor was there with the PIN.
 */
export class DeskTroubles {
  readonly #options: DeskTroublesOptions
  /** By desk and by what was wanted. */
  readonly #troubles = new Map<string, Map<string, DeskTrouble>>()

  constructor(options: DeskTroublesOptions) {
    this.#options = options
  }

  /** Newest first; what is said in the same words, once. */
  of(seatId: string): DeskTrouble[] {
    const all = [...(this.#troubles.get(seatId)?.values() ?? [])]
    return [
      ...new Map(all.map((trouble) => [`${trouble.wish} ${trouble.message}`, trouble])).values(),
    ].toReversed()
  }

  /** Whether a picture that the desk asked for could be read. */
  pictureRead(seatId: string, token: string, isThere: boolean): void {
    const call = { procedure: 'seat.picture', input: { token } }
    if (isThere) this.served(seatId, call)
    else this.refused(seatId, call, lostPicture)
  }

  refused(seatId: string, call: DeskCall, error: ErrorPayload): void {
    const wish = wishOf(call)
    const key = keyOf(wish, call)
    if (!isToldAtHost(wish, error.code)) return
    const { now, onChange, onNews } = this.#options
    const message = plainReason(error).slice(0, longestMessage)
    const known = this.#troubles.get(seatId) ?? new Map<string, DeskTrouble>()
    const isNews = this.of(seatId).every((each) => each.wish !== wish || each.message !== message)
    known.delete(key)
    known.set(key, { wish, at: new Date(now()).toISOString(), code: error.code, message })
    const [oldest] = known.keys()
    if (known.size > mostTroubles) known.delete(oldest!)
    this.#troubles.set(seatId, known)
    onChange()
    if (isNews) onNews(seatId, `${deskWishWords[wish]}. ${message} (${error.code})`)
  }

  /** Something that the desk wanted was done. */
  served(seatId: string, call: DeskCall): void {
    const known = this.#troubles.get(seatId)
    if (known === undefined) return
    const wish = wishOf(call)
    const before = known.size
    known.delete(keyOf(wish, call))
    if (wish !== 'other' && wish !== 'picture') known.delete(keyOf('screen', call)) // it shows something again
    if (wish === 'unlock') known.clear()
    if (known.size === before) return
    if (known.size === 0) this.#troubles.delete(seatId)
    this.#options.onChange()
  }

  /** The desk has another browser, or is gone. */
  forget(seatId: string): void {
    this.#troubles.delete(seatId)
  }
}

const ofSession = z.object({ sessionId: z.string().max(100) })
const ofPicture = z.object({ token: z.string().max(100) })

function wishOf({ procedure }: DeskCall): DeskWish {
  return deskWishes.find((wish) => procedure === `seat.${wish}`) ?? 'other'
}

/** Answers of one session may wait at a desk while those of another are saved, and one picture while others are there. */
function keyOf(wish: DeskWish, { input }: DeskCall): string {
  if (wish === 'answer') return `answer ${ofSession.safeParse(input).data?.sessionId ?? ''}`
  return wish === 'picture' ? `picture ${ofPicture.safeParse(input).data?.token ?? ''}` : wish
}

/** What a lab assistant can do about a fault of the program; other messages say so themselves. */
function plainReason({ code, message }: ErrorPayload): string {
  if (code === 'internal') {
    return `Sweetspot met a fault of its own. Load the page at the desk again; if that does not help, report: ${message}`
  }
  if (code.startsWith('api/')) {
    return (
      'The desk’s page and the program do not understand each other. Load the page at the desk again; if that does not ' +
      `help, report: ${message}`
    )
  }
  return message
}
