import { reservedKeys } from '../../../../shared/trials/answer-keys'
import type { Measurements } from '../../../../shared/trials/trial-row'
import type { Choice } from '../../../../shared/trials/trial-type'
import { AnswerGate } from './answer-gate'
import { measureFrameInterval } from './frames'
import { HeldKeys } from './held-keys'
import type { Interruptions } from './interruptions'
import { watchPresentation, type Presentation } from './presentation'
import type { SessionClock } from './session-clock'

/** A screen that was put into the page just now and wants an answer. */
export interface Stage {
  readonly choices: readonly Choice[]
  readonly minimumViewMs: number
  readonly timeoutMs: number | null
  /** `elementtiming` of its pictures. */
  readonly pictureIds: readonly string[]
  readonly clock: SessionClock
  /** @param choiceId null where the time ran out */
  readonly onAnswer: (choiceId: string | null, measurements: Measurements) => void
  /** Hears when answers begin to count. */
  readonly onOpen: () => void
}

export interface RunnerOptions {
  readonly interruptions: Interruptions
  /** Hears the key that takes the last answer back. */
  readonly onUndo: () => void
  /** Hears the key that calls the supervisor. */
  readonly onLeave: () => void
}

/** A press as it counts: when it began, and with what. */
interface Press {
  readonly atMs: number
  readonly device: Measurements['inputDevice']
}

interface Running {
  readonly stage: Stage
  readonly gate: AnswerGate
  readonly presentation: Presentation
  readonly frameIntervalMs: () => number | null
  timer?: ReturnType<typeof setTimeout>
}

/** Elements with a use of their own for keys. */
const typing = 'input, select, textarea'
const pushing = new Set(['Enter', 'NumpadEnter', 'Space'])

/**
 * Times one screen after the other. It alone decides which press is an answer and what is measured about it.
 *
 * A response is the time stamp of the event that began it, which the browser sets when the system hands the input over
 * and not when the page comes to handle it: `keydown`, or the `pointerdown` that the click belongs to. The click itself
 * answers, so that somebody who touched the wrong button can still slide off it.
 */
export class TrialRunner {
  readonly #options: RunnerOptions
  readonly #held = new HeldKeys()
  #running: Running | null = null
  #offered: ReadonlySet<string> | null = null
  #pointer: PointerEvent | null = null
  /** Whether something lies over the screen that keys are meant for. */
  isCovered = false

  constructor(options: RunnerOptions) {
    this.#options = options
  }

  /** Hears the page's keys and pointers. @returns stops it */
  listen(): () => void {
    const stop = new AbortController()
    const capture = { signal: stop.signal, capture: true }
    addEventListener('keydown', (event) => this.#keyDown(event), capture)
    addEventListener('keyup', (event) => this.#held.release(event.code), capture)
    addEventListener('blur', () => this.#held.forget(), { signal: stop.signal })
    addEventListener('pointerdown', (event) => (this.#pointer = event), capture)
    return () => stop.abort()
  }

  /** Begins with a screen that stands in the page. What came before is over, answered or not. */
  begin(stage: Stage): void {
    this.#stop()
    const gate = new AnswerGate(stage)
    const presentation = watchPresentation(stage.pictureIds)
    const running: Running = { stage, gate, presentation, frameIntervalMs: measureFrameInterval() }
    this.#running = running
    void presentation.presented.then((onsetMs) => this.#presented(running, onsetMs))
  }

  /** Takes no more answers, and lets all choices of the next screen count. */
  end(): void {
    this.#stop()
    this.#offered = null
  }

  /** Lets only these choices count for now; null lets all. */
  offer(choiceIds: readonly string[] | null): void {
    this.#offered = choiceIds && new Set(choiceIds)
  }

  /** A click on the button of a choice, or what a screen reader does instead. */
  click(choiceId: string, event: MouseEvent): void {
    const pointer = this.#pointer
    this.#pointer = null
    const began =
      pointer !== null && event.detail > 0 && (event.currentTarget as Node).contains(pointer.target as Node)
    this.#choose(choiceId, began ? pressOf(pointer) : { atMs: event.timeStamp, device: null })
  }

  #stop(): void {
    clearTimeout(this.#running?.timer)
    this.#running?.presentation.end()
    this.#running = null
  }

  #presented(running: Running, onsetMs: number): void {
    if (this.#running !== running) return
    running.gate.presented(onsetMs)
    const { timeoutMs } = running.stage
    if (timeoutMs !== null)
      running.timer = setTimeout(() => this.#timeOut(running), onsetMs + timeoutMs - performance.now())
    this.#openWhenDue(running)
  }

  /** Says that answers count when they do: the onset may have become known better, and timers come early. */
  #openWhenDue(running: Running): void {
    if (this.#running !== running) return
    running.gate.presented(running.presentation.onsetMs()!)
    const dueMs = running.gate.opensAtMs! - performance.now()
    if (dueMs <= 0) running.stage.onOpen()
    else setTimeout(() => this.#openWhenDue(running), Math.ceil(dueMs))
  }

  #keyDown(event: KeyboardEvent): void {
    const isNew = this.#held.press(event.code, event.repeat)
    if (this.isCovered || event.ctrlKey || event.altKey || event.metaKey) return
    const target = event.target as HTMLElement
    const isPush = pushing.has(event.code)
    if (!isNew) {
      // Else a held key would push the button that has the focus again and again.
      if (isPush && !target.matches(typing)) event.preventDefault()
      return
    }
    if (event.code === reservedKeys.leave) {
      event.stopPropagation() // else the dialog that it opens would close by the same press
      return this.#options.onLeave()
    }
    if (target.matches(typing)) return
    const button = target.closest<HTMLElement>('button, a')
    const focused = isPush ? button?.dataset['choice'] : undefined
    if (isPush && button !== null && focused === undefined) return
    const choiceId = focused ?? this.#running?.stage.choices.find(({ keys }) => keys.includes(event.code))?.id
    if (event.code === reservedKeys.undo) this.#options.onUndo()
    else if (choiceId === undefined) return
    else this.#choose(choiceId, { atMs: event.timeStamp, device: 'keyboard' })
    event.preventDefault()
  }

  #choose(choiceId: string, { atMs, device }: Press): void {
    const running = this.#running
    if (running === null || this.isCovered || this.#offered?.has(choiceId) === false) return
    const onsetMs = running.presentation.onsetMs()
    if (onsetMs === null) return
    running.gate.presented(onsetMs) // known better by now
    if (!running.gate.take(atMs)) return
    this.#answer(running, choiceId, { onsetMs, responseMs: atMs - onsetMs, device })
  }

  #timeOut(running: Running): void {
    const onsetMs = running.presentation.onsetMs()!
    const { timeoutMs, minimumViewMs } = running.stage
    if (!running.gate.take(Math.max(performance.now(), onsetMs + minimumViewMs))) return
    this.#answer(running, null, { onsetMs, responseMs: timeoutMs!, device: null })
  }

  #answer(
    { stage, frameIntervalMs }: Running,
    choiceId: string | null,
    { onsetMs, responseMs, device }: Timed,
  ): void {
    const measurements = {
      onsetMs: stage.clock.at(onsetMs),
      responseMs,
      frameIntervalMs: frameIntervalMs(),
      ...this.#options.interruptions.take(performance.now()),
      inputDevice: device,
    }
    this.end()
    stage.onAnswer(choiceId, measurements)
  }
}

interface Timed {
  readonly onsetMs: number
  readonly responseMs: number
  readonly device: Measurements['inputDevice']
}

function pressOf({ timeStamp, pointerType }: PointerEvent): Press {
  const device =
    pointerType === 'mouse' || pointerType === 'touch' || pointerType === 'pen' ? pointerType : null
  return { atMs: timeStamp, device }
}
