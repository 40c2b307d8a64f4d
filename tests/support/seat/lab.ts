import { expect } from 'vitest'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../../src/shared/api'
import type { LanguageTag } from '../../../src/shared/languages/languages'
import type { Rating } from '../../../src/shared/records/session-records'
import type { SessionAction } from '../../../src/shared/session-control'
import type { AnyTrial } from '../../../src/shared/trials/trial-types'
import type { StudyStore } from '../../../src/main/store/study-store'
import { readLiveSession } from '../../../src/main/study/running/live-session'
import { PlanShelf } from '../../../src/main/study/running/running-context'
import { materialOfSession } from '../../../src/main/study/running/seat-material'
import { composeTrial } from '../../../src/main/study/session/compose-trial'

/** Of the supervisor, in every lab. */
export const labPin = '4711'

export interface DeskOptions {
  readonly language?: LanguageTag
  /** Of the browser; default a display of 1280 × 720. */
  readonly context?: BrowserContextOptions
  /** Whether the page begins by itself, past the screen before the session. Default true. */
  readonly isBegun?: boolean
}

/** A desk with a person's session, in a browser of its own. */
export interface LabDesk {
  readonly page: Page
  readonly context: BrowserContext
  readonly sessionId: string
  readonly seatId: string
}

/** Where people rate a study: the same for a test, whether a desk is a browser at the station or a window of Electron. */
export abstract class Lab {
  abstract readonly planId: string
  /** What the desks' host writes to. */
  abstract readonly study: StudyStore
  #plans: PlanShelf | undefined

  /** Calls as the supervisor. */
  abstract supervise<P extends ProcedureName>(
    procedure: P,
    input: ProcedureInput<P>,
  ): Promise<ProcedureOutput<P>>

  /** Opens a new desk that waits for a session. */
  protected abstract openDesk(
    label: string,
    context?: BrowserContextOptions,
  ): Promise<Omit<LabDesk, 'sessionId'>>

  act(sessionId: string, action: SessionAction): Promise<unknown> {
    return this.supervise('sessions.act', { sessionId, action })
  }

  /** Seats a new person at a new desk; the session runs. */
  async seat(
    label: string,
    { language = 'en', context, isBegun = true }: DeskOptions = {},
  ): Promise<LabDesk> {
    const desk = await this.openDesk(label, context)
    await desk.page.getByRole('heading', { name: label }).waitFor()
    const request = { planId: this.planId, seatId: desk.seatId, participantCode: null, language }
    const { id } = await this.supervise('sessions.create', request)
    await this.act(id, { kind: 'start' })
    if (isBegun) await begin(desk.page)
    return { ...desk, sessionId: id }
  }

  /** Every answer that a session ever got, those taken back included. */
  answersOf(sessionId: string): readonly Rating[] {
    return this.study.ratings.history(sessionId)
  }

  /** The screen that comes next, with the half that no desk gets; null where nothing is asked. */
  nextTrial(sessionId: string): { readonly key: string; readonly trial: AnyTrial } | null {
    const { study } = this
    // A run of its own: where a session stands follows from its rows, whoever reads them.
    this.#plans ??= new PlanShelf(study)
    const context = { study, plans: this.#plans, run: 'robot', now: Date.now }
    const session = readLiveSession(context, study.sessions.get(sessionId))
    const { step } = session.status
    if (step === null) return null
    return {
      key: step.key,
      trial: composeTrial(
        materialOfSession(session, (picture) => picture),
        step,
      ),
    }
  }

  /** Waits until a screen has an answer that counts. */
  async waitForAnswer(sessionId: string, trialKey: string): Promise<void> {
    const { ratings } = this.study
    const isThere = () => ratings.ofSession(sessionId).some((rating) => rating.trialKey === trialKey)
    await expect.poll(isThere, { interval: 5 }).toBe(true)
  }

  async stateOf(sessionId: string): Promise<string> {
    const sessions = await this.supervise('sessions.list', undefined)
    return sessions.find(({ id }) => id === sessionId)!.view.state
  }
}

/** Goes past the screen before the session, as the person at the desk does. */
export async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Fill the screen|Bildschirm ausfüllen/ }).click()
}
