import type { SeatAnswer, SeatScreen } from '../../../shared/seat-session'
import type { RaterScreen, RaterTrial, RaterView } from '../../../shared/session-views'
import { shownPictures } from '../../../shared/trials/shown-pictures'
import type { QuestionnaireAnswer } from '../../../shared/trials/questionnaire-trial'
import type { Measurements } from '../../../shared/trials/trial-row'
import type { Choice } from '../../../shared/trials/trial-type'
import { answeringTimesOf, choicesOf, continueChoice } from './choices-of'
import { Interruptions } from './runner/interruptions'
import type { PictureShelf } from './runner/picture-shelf'
import type { SessionClock } from './runner/session-clock'
import { TrialRunner } from './runner/trial-runner'
import { wordsOf, type Words } from './words'

/** A screen in the page, on the display or built for later. */
export interface BuiltScreen {
  readonly sessionId: string
  readonly trialKey: string
  readonly trial: RaterTrial
  readonly choices: readonly Choice[]
  /** Counts every time that a screen is built, the same one again included. */
  readonly presentation: number
}

/** A screen that stands on the display. */
export interface Displayed extends BuiltScreen {
  readonly view: RaterView
}

/** What a person says to a screen. */
export interface GivenAnswer {
  readonly sessionId: string
  readonly trialKey: string
  readonly answer: SeatAnswer['answer']
  readonly measurements: Measurements
}

export interface TrialDeskOptions {
  /** @param onFailure for the shelf */
  readonly pictures: (onFailure: () => void) => PictureShelf
  readonly clock: () => SessionClock
  readonly onAnswer: (given: GivenAnswer) => void
  /** @returns whether the last answer was taken back */
  readonly onUndo: (sessionId: string) => Promise<boolean>
  readonly onLeave: () => void
}

/** `asked`: no answer yet. `sent`: one was given. `feedback`: practice says how it went. */
type Phase = 'asked' | 'sent' | 'feedback'

type Running = NonNullable<SeatScreen['session']> & {
  readonly view: { readonly screen: NonNullable<RaterView['screen']> }
}

/**
 * What is on the display, one screen after the other. A new screen takes the place of the last only when its pictures
 * are decoded; until then the last one stays, so that there is no empty frame between two stimuli.
 */
export class TrialDesk {
  displayed = $state.raw<Displayed | null>(null)
  /** The next screen, in the page and not to be seen, so that it only has to be shown; null where there is none yet. */
  built = $state.raw<BuiltScreen | null>(null)
  phase = $state<Phase>('asked')
  /** Whether presses count at the moment. */
  isOpen = $state(false)
  /** Id of the answer that was given; null before, and where the time ran out. */
  chosen = $state<string | null>(null)
  /** Whether anything was answered on this page. */
  hasAnswered = $state(false)
  /** Whether the next screen waits for a picture that did not come yet. */
  isPictureMissing = $state(false)
  /** Whether something lies over the screen. */
  isCovered = $state(false)
  /** Answers to the questions of a form, so far. */
  draft = $state<QuestionnaireAnswer>({})
  readonly interruptions = new Interruptions()
  readonly words: Words = $derived(wordsOf(this.displayed?.view.language ?? 'en'))

  readonly #options: TrialDeskOptions
  readonly #runner: TrialRunner
  #target: SeatScreen['session'] = null
  #presentations = 0
  #isFeedbackDue = false
  readonly #pictures: PictureShelf
  /** Pictures that the next screen waits for. */
  #awaited: readonly string[] = []

  constructor(options: TrialDeskOptions) {
    this.#options = options
    this.#pictures = options.pictures(() => (this.isPictureMissing = !this.#pictures.isReady(this.#awaited)))
    this.#runner = new TrialRunner({
      interruptions: this.interruptions,
      onUndo: () => this.undo(),
      onLeave: options.onLeave,
    })
  }

  /** Hears keys and pointers. @returns stops it */
  listen(): () => void {
    return this.#runner.listen()
  }

  /** Shows what the host says, as soon as it can be shown whole. */
  follow(session: SeatScreen['session']): void {
    this.#target = session
    if (session === null || !isRunning(session)) return this.#clear()
    const { trialKey } = session.view.screen
    if (
      this.displayed?.sessionId === session.id &&
      this.displayed.trialKey === trialKey &&
      this.phase !== 'sent'
    )
      return
    if (this.phase === 'feedback') return
    if (this.phase === 'sent' && this.#isFeedbackDue) return this.#giveFeedback()
    this.#displayWhenReady(session)
  }

  /** The screen stands in the page: begins to time it. @param presentation which one @param screen what holds it */
  mounted(presentation: number, screen: Element): void {
    const displayed = this.displayed
    if (displayed?.presentation !== presentation || this.phase !== 'asked') return
    this.#runner.begin({
      choices: displayed.choices,
      ...answeringTimesOf(displayed.trial),
      pictureIds: [...screen.querySelectorAll('img')].map((picture) =>
        picture.getAttribute('elementtiming')!,
      ),
      clock: this.#options.clock(),
      onOpen: () => {
        this.isOpen = true
        this.#lookAhead()
      },
      onAnswer: (choiceId, measurements) => this.#answered(displayed, choiceId, measurements),
    })
  }

  /** A click on an answer's button. */
  readonly pick = (choiceId: string, event: MouseEvent): void => this.#runner.click(choiceId, event)

  /** Lets only these answers count for now; null lets all. */
  offer(choiceIds: readonly string[] | null): void {
    this.#runner.offer(choiceIds)
  }

  undo(): void {
    const { displayed, phase } = this
    if (displayed?.view.isUndoOffered && phase === 'asked') {
      this.#close()
      this.phase = 'sent'
      void this.#options.onUndo(displayed.sessionId).then((isDone) => {
        if (!isDone) this.follow(this.#target)
      })
    }
  }

  /** Something lies over the screen, as the supervisor's dialog: answers do not count, and the time counts as hidden. */
  cover(isCovered: boolean): void {
    this.isCovered = this.#runner.isCovered = isCovered
    if (isCovered) this.interruptions.hidden('dialog', performance.now())
    else this.interruptions.shown('dialog', performance.now())
  }

  /** Whether a screen is the one on the display. */
  isDisplayed({ presentation }: BuiltScreen): boolean {
    return this.displayed?.presentation === presentation
  }

  #displayWhenReady(session: Running): void {
    const pictures = this.#pictures
    const tokens = shownPictures(session.view.screen.trial)
    if (pictures.isReady(tokens)) return this.#display(session)
    this.#awaited = tokens
    this.#wantPictures(session)
    void pictures.whenReady(tokens).then(() => {
      if (this.#target === session && pictures.isReady(tokens)) this.#display(session)
    })
  }

  #display({ id, view }: Running): void {
    this.#close()
    this.#awaited = []
    this.isPictureMissing = false
    // What happens between two screens belongs to the second; what happened in a pause, to none.
    if (this.displayed === null) this.interruptions.take(performance.now())
    this.phase = 'asked'
    this.chosen = null
    this.draft = {}
    this.displayed = { ...this.#takeBuilt(id, view.screen), view }
    this.built = null
  }

  /** The screen as it was built ahead, or anew where it was not. */
  #takeBuilt(sessionId: string, screen: RaterScreen): BuiltScreen {
    const { built } = this
    const isIt = built?.sessionId === sessionId && isSameScreen(built, screen)
    return isIt ? built : this.#build(sessionId, screen)
  }

  #build(sessionId: string, { trialKey, trial }: RaterScreen): BuiltScreen {
    this.#presentations += 1
    return { sessionId, trialKey, trial, choices: choicesOf(trial), presentation: this.#presentations }
  }

  #wantPictures({ view, upcoming }: Running): void {
    const shown = this.displayed === null ? [] : shownPictures(this.displayed.trial)
    this.#pictures.want([...shownPictures(view.screen.trial), ...shown, ...upcoming])
  }

  /**
   * Once the screen is there: loads the pictures of those that follow, and builds the next if it is a stimulus. Other
   * screens are not waited for with a frame's precision, and do things of their own when they are built.
   */
  #lookAhead(): void {
    const session = this.#target
    if (session === null || !isRunning(session)) return
    this.#wantPictures(session)
    const { next } = session
    if (next === null || !isStimulus(next.trial)) return
    const pictures = this.#pictures
    const tokens = shownPictures(next.trial)
    void pictures.whenReady(tokens).then(() => {
      if (this.#target === session && this.phase === 'asked' && pictures.isReady(tokens))
        this.built = this.#build(session.id, next)
    })
  }

  #answered(
    { sessionId, trialKey, trial }: Displayed,
    choiceId: string | null,
    measurements: Measurements,
  ): void {
    this.#close()
    this.phase = 'sent'
    this.chosen = choiceId
    this.hasAnswered = true
    this.#isFeedbackDue = trial.kind === 'practice'
    const answer = trial.kind === 'questionnaire' ? $state.snapshot(this.draft) : choiceId
    this.#options.onAnswer({ sessionId, trialKey, answer, measurements })
  }

  /** After the answer to a practice trial was saved: says how it went, until the person goes on. */
  #giveFeedback(): void {
    this.phase = 'feedback'
    this.#isFeedbackDue = false
    this.#runner.begin({
      choices: [continueChoice('')],
      minimumViewMs: 0,
      timeoutMs: null,
      pictureIds: [],
      clock: this.#options.clock(),
      onOpen: () => (this.isOpen = true),
      onAnswer: () => {
        this.#close()
        this.phase = 'sent'
        this.follow(this.#target)
      },
    })
  }

  #clear(): void {
    this.#close()
    this.displayed = null
    this.built = null
    this.#awaited = []
    this.isPictureMissing = false
    this.phase = 'asked'
    this.#isFeedbackDue = false
  }

  #close(): void {
    this.#runner.end()
    this.isOpen = false
  }
}

const isRunning = (session: NonNullable<SeatScreen['session']>): session is Running =>
  session.view.screen !== null

const isStimulus = ({ kind }: RaterTrial): boolean => ['pair', 'likert', 'classify'].includes(kind)

/** Compared whole: an answer may change what comes next. */
const isSameScreen = ({ trialKey, trial }: RaterScreen, other: RaterScreen): boolean =>
  trialKey === other.trialKey && JSON.stringify(trial) === JSON.stringify(other.trial)
