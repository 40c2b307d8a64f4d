import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DeskIncident } from '../../../shared/desk-incidents'
import { StudioError } from '../../../shared/errors'
import { languageTags, type LanguageTag } from '../../../shared/languages/languages'
import type { Session } from '../../../shared/records/session-records'
import type { SeatAnswer, SeatScreen, StationReport, UnlockRequest } from '../../../shared/seat-session'
import type {
  NewSessionRequest,
  PlanChoices,
  SessionAction,
  SessionSummary,
} from '../../../shared/session-control'
import type { StudyStore } from '../../store/study-store'
import type { SessionCommand } from '../session/decide-session'
import { storeEvent } from '../stored/stored-rows'
import { actOnSession, closeAtDesk } from './act-on-session'
import { answerSession } from './answer-session'
import { commandSession } from './command-session'
import { refuseBusyDesk, seatSession, takeOffUnread, unreadableSession, wasAtDesk } from './desks'
import { giveSlotBack } from './given-slots'
import { readLiveSession, withRows, type LiveSession } from './live-session'
import { newSession } from './new-session'
import { nextCode, reserveCodes } from './participants'
import { planChoices } from './plan-choices'
import { unreadableProtocols } from './read-protocol'
import { PlanShelf, type RunningContext } from './running-context'
import { sessionScreen } from './seat-screen'
import { sessionSummary } from './session-summary'
import { SupervisorPin } from './supervisor-pin'

export interface RunningSessionsOptions {
  readonly study: StudyStore
  /** One opening of the study by this program, by a name that no other has. */
  readonly run: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Milliseconds since any moment, by a clock that nobody sets. */
  readonly monotonicMs: () => number
  /** Gives a desk a picture: a path below the study's artifacts becomes a name that says nothing. */
  readonly lend: (path: string, seatId: string) => string
  /** Takes all pictures back from a desk. */
  readonly takeBack: (seatId: string) => void
  readonly onSession: (summary: SessionSummary) => void
  /** Hears what a desk shows after somebody else than its rater has changed it. */
  readonly onScreen: (seatId: string, screen: SeatScreen) => void
}

/**
 * The sessions of people in an open study: what supervisors and desks do with them. Whatever it keeps in memory follows
 * from the study's rows, and a change is stored before anybody is told.
 */
export class RunningSessions {
  readonly #options: RunningSessionsOptions
  readonly #context: RunningContext
  readonly #pin: SupervisorPin
  readonly #sessions = new Map<string, LiveSession>()
  /** Of pictures below the study's artifacts, by their ids. */
  readonly #paths = new Map<string, string>()
  readonly #heardMs = new Map<string, number>()
  /** Sessions of which supervisors have not heard the last answer yet. */
  readonly #untold = new Set<string>()

  constructor(options: RunningSessionsOptions) {
    const { study, run, now, monotonicMs } = options
    this.#options = options
    this.#context = { study, plans: new PlanShelf(study), run, now }
    this.#pin = new SupervisorPin(study, monotonicMs)
  }

  get hasPin(): boolean {
    return this.#pin.isSet
  }

  setPin(pin: string, actor: string): Promise<void> {
    return this.#pin.set(pin, actor)
  }

  planChoices(): PlanChoices {
    return planChoices(this.#study)
  }

  nextCode(): string {
    return nextCode(this.#study)
  }

  reserveCodes(count: number, actor: string): readonly string[] {
    return reserveCodes(this.#study, count, actor)
  }

  /**
   * Newest first. Lets others work between sessions that must be read; those whose protocol cannot be used are left out.
   */
  async list(): Promise<SessionSummary[]> {
    const summaries: SessionSummary[] = []
    const unreadable = unreadableProtocols(this.#study)
    for (const { id, protocolId } of this.#study.sessions.ofPeople()) {
      if (!this.#sessions.has(id)) {
        if (protocolId !== null && unreadable.has(protocolId)) continue
        await nextTurn()
      }
      summaries.push(this.#summary(this.#live(id)))
    }
    return summaries
  }

  /** @throws StudioError as `newSession` */
  create(request: NewSessionRequest, actor: string): SessionSummary {
    const { over, session } = this.#study.transaction(() => ({
      over: this.#clearDesk(request.seatId),
      session: newSession(this.#context, request, actor),
    }))
    this.#left(over, request.seatId)
    return this.#changed(session)
  }

  /** @throws StudioError `session/not-allowed`, `plan/bad-slot`, `store/not-found`; nothing is stored then */
  act(sessionId: string, action: SessionAction, actor: string): SessionSummary {
    const before = this.#live(sessionId)
    const { over, after } = this.#study.transaction(() => ({
      over: action.kind === 'resume' ? this.#clearDesk(action.seatId, sessionId) : null,
      after: actOnSession(this.#context, before, action, actor),
    }))
    if (action.kind === 'resume') this.#left(over, action.seatId)
    return this.#moved(before, after)
  }

  #moved(before: LiveSession, after: LiveSession): SessionSummary {
    const { seat } = before.record
    if (seat !== null && seat !== after.record.seat) {
      this.#options.takeBack(seat)
      this.#show(seat)
    }
    return this.#changed(after)
  }

  /** What a desk shows. @throws StudioError `desk/unreadable-session` */
  screen(seatId: string): SeatScreen {
    const record = this.#study.sessions.atSeat(seatId)
    if (record === undefined) return { session: null, language: this.#language() }
    const lend = (picture: string): string => this.#lend(picture, seatId)
    const session = sessionScreen(this.#liveAt(record), lend, this.#options.now())
    return { session, language: record.language as LanguageTag }
  }

  /** @throws StudioError `session/...`; nothing is stored then */
  answer(seatId: string, answer: SeatAnswer): SeatScreen {
    const before = this.#atDesk(seatId, answer.sessionId, wasAtDesk)
    const after = this.#study.transaction(() => {
      const answered = answerSession(this.#context, before, answer)
      const states = [before.record.state, answered.record.state]
      if (answered !== before && states.includes('aborted')) {
        giveSlotBack(this.#context, answered, answered.record.stateReason ?? '')
      }
      return answered
    })
    if (after !== before) {
      this.#keepAnswered(after)
      if (isOver(after.record)) this.#options.takeBack(seatId)
      if (after.record.seat !== seatId) this.#show(after.record.seat)
    }
    return this.screen(seatId)
  }

  /** @throws StudioError `session/...`; nothing is stored then */
  undo(seatId: string, sessionId: string): SeatScreen {
    const before = this.#atDesk(seatId, sessionId)
    this.#keepAnswered(commandSession(this.#context, before, { kind: 'undo' }, 'rater'))
    return this.screen(seatId)
  }

  /** Keeps what a desk says of itself: the latest with the session, all among its events. */
  report(seatId: string, sessionId: string, report: StationReport): void {
    const session = this.#atDesk(seatId, sessionId)
    const { record } = session
    this.#study.transaction(() => {
      this.#study.sessions.setStation(record.id, report)
      this.#study.sessionEvents.add({ sessionId: record.id, kind: 'station-report', details: { ...report } })
    })
    this.#keep({ ...session, record: this.#study.sessions.get(record.id) })
    if (isAmidAnswers(session)) this.noteIncident(seatId, { kind: 'page-reloaded' })
  }

  /**
   * What a supervisor does at the desk, with the PIN.
   * @throws StudioError `session/wrong-pin`, `desk/no-pin`, `api/too-often`, and as `act`
   */
  async unlock(seatId: string, { pin, action, reason }: UnlockRequest): Promise<SeatScreen> {
    await this.#pin.check(pin, seatId)
    const record = this.#study.sessions.atSeat(seatId)
    if (record === undefined) {
      throw new StudioError(
        'session/not-here',
        'This desk has no session. Start one at the supervisor’s page.',
      )
    }
    const given = reason.trim() === '' ? 'At the desk, with the PIN.' : reason.trim()
    if (action === 'close') this.#closeAtDesk(record, given)
    else this.act(this.#liveAt(record).record.id, unlockAction(action, given, seatId), 'supervisor')
    return this.screen(seatId)
  }

  /** Whatever is wrong with the session or its plan, a supervisor gets its desk back. */
  #closeAtDesk(record: Session, reason: string): void {
    let before: LiveSession
    let after: LiveSession
    try {
      before = this.#live(record.id)
      after = this.#study.transaction(() => closeAtDesk(this.#context, before, reason))
    } catch {
      this.#takeOffUnread(record, reason)
      this.#options.takeBack(record.seat!)
      return
    }
    this.#moved(before, after)
  }

  #takeOffUnread(record: Session, cause: string): void {
    takeOffUnread(this.#context, record, cause)
    this.#untold.delete(record.id)
    this.#sessions.delete(record.id)
  }

  /** Something happened to a desk's window: it belongs to the session that the desk shows, if any. */
  noteIncident(seatId: string, { kind, ...details }: DeskIncident): void {
    const record = this.#study.sessions.atSeat(seatId)
    if (record === undefined) return
    const event = storeEvent(this.#study, record.id, {
      kind: `window-${kind}`,
      details,
      recordedAt: new Date(this.#options.now()).toISOString(),
    })
    const session = this.#sessions.get(record.id)
    if (session === undefined) return // its desk has not shown it yet; it is read with this event
    const { events, answers } = session.log
    this.#keep(withRows(this.#context, session, { events: [...events, event], answers }))
    if (kind === 'page-given-up') {
      this.interruptAt(seatId, 'The page of the desk crashed again and again, and its window was closed.')
    }
  }

  /** A desk has been gone for too long, or is removed: its session waits for the supervisor. */
  interruptAt(seatId: string, cause: string): void {
    const record = this.#study.sessions.atSeat(seatId)
    if (record === undefined) return
    // One that was not read in this run of the program ran in another, and is interrupted already.
    const state = this.#sessions.get(record.id)?.status.state
    if (state === 'running' || state === 'paused') this.#command(record.id, { kind: 'interrupt', cause })
  }

  /** A desk showed that it is there. */
  heard(seatId: string): void {
    this.#heardMs.set(seatId, this.#options.now())
  }

  /** Interrupts whatever is open, before the study is closed. */
  close(): void {
    this.#tellAnswered()
    for (const { id, seat } of this.#study.sessions.list('running', 'paused')) {
      if (seat !== null && this.#study.sessions.get(id).source === 'own') {
        this.interruptAt(seat, 'The study was closed.')
        this.#options.takeBack(seat)
      }
    }
  }

  get #study(): StudyStore {
    return this.#options.study
  }

  #live(sessionId: string): LiveSession {
    const known = this.#sessions.get(sessionId)
    if (known !== undefined) return known
    const session = readLiveSession(this.#context, this.#study.sessions.get(sessionId))
    this.#sessions.set(sessionId, session)
    return session
  }

  /** The session of a desk. @throws StudioError `desk/unreadable-session` */
  #liveAt(record: Session): LiveSession {
    try {
      return this.#live(record.id)
    } catch (thrown) {
      throw unreadableSession(this.#study, record, thrown)
    }
  }

  #isReadable({ id }: Session): boolean {
    try {
      this.#live(id)
      return true
    } catch {
      return false
    }
  }

  /** @throws StudioError `session/not-here` */
  #atDesk(seatId: string, sessionId: string, isThere = isAtDesk): LiveSession {
    const record = this.#study.sessions.find(sessionId)
    if (record !== undefined && isThere(this.#study, record, seatId)) return this.#liveAt(record)
    throw new StudioError('session/not-here', 'This desk does not have this session. Show what it has.')
  }

  #command(sessionId: string, command: SessionCommand): void {
    this.#changed(commandSession(this.#context, this.#live(sessionId), command, 'supervisor'))
  }

  /**
   * A session that is over makes room by itself, and so does one that cannot be read.
   * @returns the session that made room @throws StudioError `session/not-allowed` for any other
   */
  #clearDesk(seatId: string, comingId?: string): Session | null {
    const shown = this.#study.sessions.atSeat(seatId)
    if (shown === undefined || shown.id === comingId) return null
    if (isOver(shown)) seatSession(this.#study, shown.id, null)
    else if (this.#isReadable(shown)) refuseBusyDesk(this.#study, shown)
    else this.#takeOffUnread(shown, 'Another session was put at its desk while it could not be read.')
    return shown
  }

  /** A session has made room at a desk. */
  #left(over: Session | null, seatId: string): void {
    if (over === null) return
    this.#options.takeBack(seatId)
    const known = this.#sessions.get(over.id)
    if (known !== undefined) this.#keep({ ...known, record: this.#study.sessions.get(over.id) })
  }

  /** The same as `#keep` after an answer: its rater gets the next screen before supervisors hear of it. */
  #keepAnswered(session: LiveSession): void {
    this.#sessions.set(session.record.id, session)
    if (this.#untold.size === 0) setImmediate(() => this.#tellAnswered())
    this.#untold.add(session.record.id)
  }

  #tellAnswered(): void {
    for (const id of this.#untold) this.#keep(this.#sessions.get(id)!)
  }

  /** Keeps a session that was stored, and tells supervisors. */
  #keep(session: LiveSession): SessionSummary {
    this.#untold.delete(session.record.id)
    this.#sessions.set(session.record.id, session)
    const summary = this.#summary(session)
    this.#options.onSession(summary)
    return summary
  }

  /** The same, and tells its desk. */
  #changed(session: LiveSession): SessionSummary {
    const summary = this.#keep(session)
    this.#show(session.record.seat)
    return summary
  }

  #show(seatId: string | null): void {
    if (seatId !== null) this.#options.onScreen(seatId, this.screen(seatId))
  }

  #summary(session: LiveSession): SessionSummary {
    const { seat } = session.record
    return sessionSummary(session, seat === null ? null : (this.#heardMs.get(seat) ?? null))
  }

  #lend(picture: string, seatId: string): string {
    const path = this.#paths.get(picture) ?? this.#study.artifacts.get(picture).path
    this.#paths.set(picture, path)
    return this.#options.lend(path, seatId)
  }

  #language(): LanguageTag {
    const [last] = this.#study.sessions.ofPeople()
    return (last?.language as LanguageTag | undefined) ?? languageTags[0]
  }
}

const isAtDesk = (_study: StudyStore, { seat }: Session, seatId: string): boolean => seat === seatId

/** Whether nothing has happened to a running session since its last answer: pages begin only after something has. */
const isAmidAnswers = ({ status, log }: LiveSession): boolean =>
  status.state === 'running' && (log.answers.at(-1)?.recordedAt ?? '') > (log.events.at(-1)?.recordedAt ?? '')

const isOver = ({ state }: Session): boolean => state === 'complete' || state === 'aborted'

function unlockAction(
  action: Exclude<UnlockRequest['action'], 'close'>,
  reason: string,
  seatId: string,
): SessionAction {
  switch (action) {
    case 'pause':
    case 'abort':
      return { kind: action, reason }
    case 'resume':
      return { kind: 'resume', seatId }
    case 'continue':
      return { kind: 'continue' }
  }
}
