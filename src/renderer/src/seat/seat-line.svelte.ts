import { v7 as uuidv7 } from 'uuid'
import type { ProcedureInput } from '../../../shared/api'
import { toErrorPayload, type ErrorPayload, type Result } from '../../../shared/errors'
import {
  finalRefusals,
  type SeatAnswer,
  type SeatScreen,
  type SentScreen,
  type StationReport,
  type UnlockRequest,
} from '../../../shared/seat-session'
import { call } from '../bridge/call'
import { currentCarrier } from '../bridge/carrier'
import { Outbox, type OutboxStatus } from '../bridge/outbox'
import { openOutboxStorage } from '../bridge/outbox-storage'
import { keepFresh, subscribe } from '../bridge/subscribe'

const tryAgainMs = 1000

type ScreenProcedure = 'seat.screen' | 'seat.answer' | 'seat.undo' | 'seat.unlock'

/** Until the host is tried again. */
const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, tryAgainMs))

type Session = NonNullable<SeatScreen['session']>

const placeOf = ({ sessionId, trialKey }: Pick<SeatAnswer, 'sessionId' | 'trialKey'>): string =>
  `${sessionId} ${trialKey}`

/** A desk's line to the host: what it should show, and its answers on their way. */
export class SeatLine {
  /** What the host wants this desk to show; null while it has not said. */
  screen = $state.raw<SeatScreen | null>(null)
  /** When the screen arrived, by the page's clock in ms. */
  arrivedAtMs = 0
  /** Of the session that is shown: answers of others do not concern its rater. */
  outbox = $state.raw<OutboxStatus>({ waitingCount: 0, isKept: true, error: null })
  /** Whether an answer is to be taken back, and the host could not be reached for it yet. */
  isUndoWaiting = $state(false)
  /** Why the host could not say what to show. */
  error = $state.raw<ErrorPayload | null>(null)

  #answers: Outbox<SeatAnswer> | null = null
  /** Screens whose answers are on their way: the host may still ask for them, and must not be shown again. */
  #onTheirWay: readonly string[] = []
  /** The screen from which an answer is being taken back; null when the host shows another one. */
  #undoingAt: string | null = null
  /** The newest screen that arrived. */
  #newest: Pick<SentScreen, 'hostId' | 'number'> | null = null

  /** Connects a desk. @param seatId whose answers an earlier page may have left here @returns disconnects */
  async open(seatId: string): Promise<() => void> {
    const storage = await openOutboxStorage<SeatAnswer>(`sweetspot-answers-${seatId}`)
    this.#onTheirWay = (await storage.list()).map(({ content }) => placeOf(content))
    this.#answers = await Outbox.open<SeatAnswer>({
      storage,
      send: ({ content }) => this.#send(content),
      lineOf: ({ sessionId }) => sessionId,
      onStatus: () => this.#statusChanged(),
    })
    this.#statusChanged()
    const stops = [
      subscribe('seat.screenChanged', (screen) => this.#show(screen)),
      keepFresh([], () => this.refresh()),
      currentCarrier().watchConnection(({ state }) => {
        if (state === 'connected') this.#answers?.sendNow()
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  async refresh(): Promise<void> {
    const result = await this.#ask('seat.screen', undefined)
    if (!result.ok) this.error = result.error
  }

  /** Puts an answer onto the disk and on its way, until the host has it. */
  answer(answer: Omit<SeatAnswer, 'id'>): void {
    const content = { id: uuidv7(), ...answer }
    this.#onTheirWay = [...this.#onTheirWay, placeOf(content)]
    void this.#answers!.deliver({ key: content.id, content })
  }

  /**
   * Takes the last rating back, as soon as the host can be reached. It may have done so although its answer was lost: it
   * then refuses to do it twice, and says what it shows.
   * @returns whether it shows another screen
   */
  async undo(sessionId: string): Promise<boolean> {
    this.#undoingAt = screenPlaceOf(this.screen)
    while (this.#undoingAt !== null) {
      const result = await this.#ask('seat.undo', { sessionId })
      if (!result.ok && result.error.code === 'api/unreachable') {
        this.isUndoWaiting = true
        await aMoment()
      } else {
        if (!result.ok) await this.refresh()
        break
      }
    }
    this.isUndoWaiting = false
    return this.#undoingAt === null
  }

  /** What a supervisor does at the desk. @returns why it was refused; null where it was done */
  async unlock(request: UnlockRequest): Promise<ErrorPayload | null> {
    const result = await this.#ask('seat.unlock', request)
    return result.ok ? null : result.error
  }

  /** Tells the host about this desk, as soon as it can be reached. A report that it refuses is missing in the session. */
  async report(sessionId: string, report: StationReport): Promise<void> {
    for (;;) {
      const error = await call('seat.report', { sessionId, report }).then(() => null, toErrorPayload)
      if (error?.code !== 'api/unreachable') return
      await aMoment()
    }
  }

  async #send(content: SeatAnswer): Promise<Result<unknown>> {
    const onDone = () => {
      this.#onTheirWay = this.#onTheirWay.filter((place) => place !== placeOf(content))
    }
    const result = await this.#ask('seat.answer', content, onDone)
    if (result.ok || !finalRefusals.includes(result.error.code)) return result
    // As when another page of this desk has answered the screen: nobody will ever take it.
    onDone()
    void this.refresh()
    return { ok: true, value: undefined }
  }

  /** Calls what answers with a screen, and shows that. */
  async #ask<P extends ScreenProcedure>(
    procedure: P,
    input: ProcedureInput<P>,
    onDone?: () => void,
  ): Promise<Result<unknown>> {
    try {
      const screen = await call(procedure, input)
      onDone?.()
      this.#show(screen)
      return { ok: true, value: undefined }
    } catch (thrown) {
      const error = toErrorPayload(thrown)
      if (error.code === 'desk/unreadable-session') this.#showNothing(error)
      return { ok: false, error }
    }
  }

  /** What stood there cannot go on. Its answers stay on their way. */
  #showNothing(error: ErrorPayload): void {
    if (this.screen !== null) this.screen = { ...this.screen, session: null }
    this.error = error
    this.#statusChanged()
  }

  #statusChanged(): void {
    const status = this.#answers?.status(this.screen?.session?.id ?? '')
    if (status !== undefined) this.outbox = status
  }

  #show(screen: SentScreen): void {
    const { session, hostId, number } = screen
    if (this.#newest?.hostId === hostId && number < this.#newest.number) return
    this.#newest = { hostId, number }
    this.error = null
    const isOnItsWay = session !== null && this.#isAnswered(session)
    // What stands on the display stays until its answer has arrived.
    if (isOnItsWay && this.screen?.session?.id === session.id) return
    if (screenPlaceOf(screen) !== this.#undoingAt) this.#undoingAt = null
    this.arrivedAtMs = performance.now()
    this.screen = isOnItsWay ? { ...screen, session: withoutScreen(session) } : screen
    this.#statusChanged()
  }

  #isAnswered({ id, view }: Session): boolean {
    return (
      view.screen !== null &&
      this.#onTheirWay.includes(placeOf({ sessionId: id, trialKey: view.screen.trialKey }))
    )
  }
}

/** Which screen of which session is shown; null where none is. */
function screenPlaceOf(screen: SeatScreen | null): string | null {
  const session = screen?.session
  if (!session?.view.screen) return null
  return placeOf({ sessionId: session.id, trialKey: session.view.screen.trialKey })
}

/** A session that has nothing to show until an answer that an earlier page left here has arrived. */
const withoutScreen = (session: Session): Session => ({ ...session, view: { ...session.view, screen: null } })
