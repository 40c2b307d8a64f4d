import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../../src/shared/api'
import type { LanguageTag } from '../../../src/shared/languages/languages'
import { unwrap, type Result } from '../../../src/shared/errors'
import type { ProtocolContent } from '../../../src/shared/protocol'
import type { Block, BlockOf } from '../../../src/shared/protocol-timeline'
import type { Rating } from '../../../src/shared/records/session-records'
import type { SessionAction } from '../../../src/shared/session-control'
import { loadPageFiles } from '../../../src/main/station/page-files'
import { openStudy } from '../../../src/main/store/open-study'
import { readLiveSession } from '../../../src/main/study/running/live-session'
import { PlanShelf } from '../../../src/main/study/running/running-context'
import { materialOfSession } from '../../../src/main/study/running/seat-material'
import { composeTrial } from '../../../src/main/study/session/compose-trial'
import type { AnyTrial } from '../../../src/shared/trials/trial-types'
import { launchChromium } from '../chromium'
import { root } from '../electron/launch'
import { openTestHost, type TestHost } from '../open-test-host'
import { makeRatedStudy, type RatedStudyOptions } from '../rated-study'

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

/** A station on this machine with a study that people rate, and real desks in Chromium. Ends with the test. */
export class RatingLab {
  readonly #plans: PlanShelf

  private constructor(
    readonly host: TestHost,
    readonly browser: Browser,
    readonly planId: string,
  ) {
    this.#plans = new PlanShelf(host.studies.current!)
  }

  static async open(options: RatedStudyOptions): Promise<RatingLab> {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-lab-'))
    const { planId } = await makeRatedStudy(join(folder, 'study'), options)
    const host = await openTestHost({
      page: loadPageFiles(join(root, 'out/renderer')),
      study: openStudy(join(folder, 'study')),
    })
    const browser = await launchChromium()
    onTestFinished(async () => {
      await browser.close()
      rmSync(folder, { recursive: true })
    })
    const lab = new RatingLab(host, browser, planId)
    await lab.supervise('sessions.setPin', { pin: '4711' })
    return lab
  }

  /** Calls as the supervisor. */
  async supervise<P extends ProcedureName>(
    procedure: P,
    input: ProcedureInput<P>,
  ): Promise<ProcedureOutput<P>> {
    const caller = { role: 'supervisor' } as const
    return unwrap((await this.host.answer({ caller, procedure, input })) as Result<ProcedureOutput<P>>)
  }

  act(sessionId: string, action: SessionAction): Promise<unknown> {
    return this.supervise('sessions.act', { sessionId, action })
  }

  /** Seats a new person at a new desk; the session runs. */
  async seat(
    label: string,
    { language = 'en', context, isBegun = true }: DeskOptions = {},
  ): Promise<LabDesk> {
    const seat = this.host.seats.create(label)
    const own = await this.browser.newContext({ viewport: { width: 1280, height: 720 }, ...context })
    const page = await own.newPage()
    await page.goto(`${this.host.url}#${seat.code!.text}`)
    await page.getByRole('heading', { name: label }).waitFor()
    const request = { planId: this.planId, seatId: seat.id, participantCode: null, language }
    const { id } = await this.supervise('sessions.create', request)
    await this.act(id, { kind: 'start' })
    if (isBegun) await begin(page)
    return { page, context: own, sessionId: id, seatId: seat.id }
  }

  /** Every answer that a session ever got, those taken back included. */
  answersOf(sessionId: string): readonly Rating[] {
    return this.host.studies.current!.ratings.history(sessionId)
  }

  /** The screen that comes next, with the half that no desk gets; null where nothing is asked. */
  nextTrial(sessionId: string): { readonly key: string; readonly trial: AnyTrial } | null {
    const study = this.host.studies.current!
    // A run of its own: where a session stands follows from its rows, whoever reads them.
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
  async waitForAnswer(sessionId: string, trialKey: string, timeoutMs = 15_000): Promise<void> {
    const { ratings } = this.host.studies.current!
    await vi.waitUntil(() => ratings.ofSession(sessionId).some((rating) => rating.trialKey === trialKey), {
      timeout: timeoutMs,
      interval: 5,
    })
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

/** A protocol without what comes before its ratings. @param changes of the ratings' block */
export function ratingsOnly(
  content: ProtocolContent,
  changes: Partial<BlockOf<'rating'>> = {},
): ProtocolContent {
  const timeline = content.timeline.flatMap((block): Block[] =>
    block.type === 'rating' ? [{ ...block, ...changes }] : block.type === 'end' ? [block] : [],
  )
  return { ...content, timeline }
}

/** The data of a row that its trial type declares, without what the plan adds. */
export const declaredData = ({ data }: Rating): object =>
  Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'position' && name !== 'part'))
