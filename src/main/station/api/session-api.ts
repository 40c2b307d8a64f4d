import type { ApiHandlers } from '../../../shared/api'
import type { DeskIncident } from '../../../shared/desk-incidents'
import { languageTags } from '../../../shared/languages/languages'
import type { Caller } from '../../../shared/roles'
import type { SeatScreen, SentScreen } from '../../../shared/seat-session'
import type { sessionProcedures } from '../../../shared/session-procedures'
import type { StudyStore } from '../../store/study-store'
import { RunningSessions } from '../../study/running/running-sessions'
import type { ArtifactShelf } from '../artifact-shelf'
import type { EventHub } from '../event-hub'
import type { SeatRegistry } from '../seats/seat-registry'
import { SeatWatch } from '../seats/seat-watch'
import type { StationEnvironment } from '../station-environment'
import type { StudyHolder } from '../study-holder'

export interface SessionApiOptions {
  readonly studies: StudyHolder
  readonly hub: EventHub
  readonly artifacts: ArtifactShelf
  readonly registry: SeatRegistry
  readonly environment: StationEnvironment
  /** How long a desk may be gone, without a page and without a call, before its session counts as interrupted. */
  readonly absentMs: number
}

/** The sessions of the study that is open, and what desks and supervisors do with them. */
export class SessionApi {
  readonly #options: SessionApiOptions
  readonly #watch: SeatWatch
  readonly #hostId: string
  #running: RunningSessions | null = null
  #sentCount = 0

  constructor(options: SessionApiOptions) {
    const { studies, hub, absentMs, environment } = options
    this.#options = options
    this.#hostId = environment.newId()
    this.#watch = new SeatWatch({
      absentMs,
      isConnected: (seatId) => hub.countOf({ role: 'seat', seatId }) > 0,
      onAbsent: (seatId) => this.#running?.interruptAt(seatId, absence(absentMs)),
    })
    this.#open(studies.current)
    studies.watch((study) => {
      this.#running?.close()
      this.#watch.clear()
      this.#open(study)
    })
  }

  /** A page of the desk was opened or closed. */
  connectionChanged(seatId: string): void {
    this.#heard(seatId)
  }

  /** The desk was removed. */
  seatRemoved(seatId: string): void {
    this.#running?.interruptAt(seatId, 'The desk was removed.')
  }

  /** Something happened to the desk's window. */
  noteIncident(seatId: string, incident: DeskIncident): void {
    this.#running?.noteIncident(seatId, incident)
  }

  readonly handlers: Pick<ApiHandlers, keyof typeof sessionProcedures> = {
    'plans.choices': () => this.#require().planChoices(),
    'sessions.list': () => this.#require().list(),
    'sessions.nextCode': () => ({ code: this.#require().nextCode() }),
    'sessions.reserveCodes': ({ count }, { role }) => ({
      codes: [...this.#require().reserveCodes(count, role)],
    }),
    'sessions.create': (request, { role }) => {
      this.#options.registry.get(request.seatId)
      return this.#require().create(request, role)
    },
    'sessions.act': ({ sessionId, action }, { role }) => {
      if (action.kind === 'resume') this.#options.registry.get(action.seatId)
      return this.#require().act(sessionId, action, role)
    },
    'sessions.hasPin': () => this.#require().hasPin,
    'sessions.setPin': ({ pin }, { role }) => this.#require().setPin(pin, role),
    'seat.screen': (_input, { seatId }) =>
      this.#sent(this.#heard(seatId)?.screen(seatId) ?? { session: null, language: languageTags[0] }),
    'seat.answer': (answer, caller) => this.#sent(this.#requireFor(caller).answer(caller.seatId, answer)),
    'seat.undo': ({ sessionId }, caller) =>
      this.#sent(this.#requireFor(caller).undo(caller.seatId, sessionId)),
    'seat.report': ({ sessionId, report }, caller) =>
      this.#requireFor(caller).report(caller.seatId, sessionId, report),
    'seat.unlock': async (request, caller) =>
      this.#sent(await this.#requireFor(caller).unlock(caller.seatId, request)),
  }

  /** Call it in the task in which the screen was made, so that numbers tell what is newer. */
  #sent(screen: SeatScreen): SentScreen {
    return { ...screen, hostId: this.#hostId, number: ++this.#sentCount }
  }

  #open(study: StudyStore | null): void {
    const { environment, artifacts, hub, studies } = this.#options
    if (study === null) {
      this.#running = null
      return
    }
    this.#running = new RunningSessions({
      study,
      run: environment.newId(),
      now: environment.now,
      monotonicMs: environment.monotonicMs,
      lend: (path, seatId) =>
        artifacts.lend({ path: study.artifactPath(path), mediaType: 'image/png' }, { role: 'seat', seatId }),
      takeBack: (seatId) => artifacts.takeBack({ role: 'seat', seatId }),
      onSession: (summary) => {
        hub.publish('session.changed', summary)
        studies.noteChange()
      },
      onScreen: (seatId, screen) => {
        this.#watch.heard(seatId)
        hub.publish('seat.screenChanged', this.#sent(screen), seatId)
      },
    })
  }

  /** @throws StudioError `study/not-open` */
  #require(): RunningSessions {
    this.#options.studies.require()
    return this.#running!
  }

  #requireFor({ seatId }: Extract<Caller, { role: 'seat' }>): RunningSessions {
    this.#heard(seatId)
    return this.#require()
  }

  #heard(seatId: string): RunningSessions | null {
    this.#watch.heard(seatId)
    this.#running?.heard(seatId)
    return this.#running
  }
}

const absence = (absentMs: number): string =>
  `Nothing was heard of the desk for ${Math.round(absentMs / 1000)} seconds.`
