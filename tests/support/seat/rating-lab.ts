import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { ProcedureInput, ProcedureName, ProcedureOutput } from '../../../src/shared/api'
import { unwrap, type Result } from '../../../src/shared/errors'
import type { ProtocolContent } from '../../../src/shared/protocol'
import type { Block, BlockOf } from '../../../src/shared/protocol-timeline'
import type { Rating } from '../../../src/shared/records/session-records'
import { loadPageFiles } from '../../../src/main/station/page-files'
import { openStudy } from '../../../src/main/store/open-study'
import type { StudyStore } from '../../../src/main/store/study-store'
import { launchChromium } from '../chromium'
import { root } from '../electron/launch'
import { openTestHost, type TestHost } from '../open-test-host'
import { makeRatedStudy, type RatedStudyOptions } from '../rated-study'
import { Lab, labPin, type LabDesk } from './lab'

export { begin, type DeskOptions, type LabDesk } from './lab'

/** A station on this machine with a study that people rate, and real desks in Chromium. Ends with the test. */
export class RatingLab extends Lab {
  private constructor(
    readonly host: TestHost,
    readonly browser: Browser,
    readonly planId: string,
  ) {
    super()
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
    await lab.supervise('sessions.setPin', { pin: labPin })
    return lab
  }

  get study(): StudyStore {
    return this.host.studies.current!
  }

  async supervise<P extends ProcedureName>(
    procedure: P,
    input: ProcedureInput<P>,
  ): Promise<ProcedureOutput<P>> {
    const caller = { role: 'supervisor' } as const
    return unwrap((await this.host.answer({ caller, procedure, input })) as Result<ProcedureOutput<P>>)
  }

  protected async openDesk(
    label: string,
    options?: BrowserContextOptions,
  ): Promise<Omit<LabDesk, 'sessionId'>> {
    const seat = this.host.seats.create(label)
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 720 }, ...options })
    const page = await context.newPage()
    await page.goto(`${this.host.url}#${seat.code!.text}`)
    return { page, context, seatId: seat.id }
  }
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
