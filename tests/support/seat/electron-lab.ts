import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { BrowserWindow } from 'electron'
import type { Page } from 'playwright-core'
import {
  procedures,
  type ProcedureInput,
  type ProcedureName,
  type ProcedureOutput,
} from '../../../src/shared/api'
import { unwrap } from '../../../src/shared/errors'
import { openStudy } from '../../../src/main/store/open-study'
import type { StudyStore } from '../../../src/main/store/study-store'
import { callBridge } from '../../e2e/page-probes.mjs'
import { agreeToQuit } from '../electron/agree-to-quit'
import { launch, usesRealElectron, type ElectronApp } from '../electron/launch'
import { makeRatedStudy, type RatedStudy, type RatedStudyOptions } from '../rated-study'
import { Lab, labPin, type LabDesk } from './lab'

/**
 * The built desktop program with a study that people rate: the supervisor calls from the studio's window, desks are rater
 * windows. The test reads the study beside it. Ends with the test.
 */
export class ElectronLab extends Lab {
  #app!: ElectronApp
  #studio!: Page

  private constructor(
    readonly study: StudyStore,
    readonly planId: string,
    readonly folder: string,
    readonly hasTouch: boolean,
  ) {
    super()
  }

  /** @param hasTouch whether its screens can be touched, which over real Electron the machine decides */
  static async open(options: RatedStudyOptions, hasTouch = false): Promise<ElectronLab> {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-electron-lab-'))
    const { planId }: RatedStudy = await makeRatedStudy(join(folder, 'study'), options)
    const study = openStudy(join(folder, 'study'), { isReadOnly: true })
    const lab = new ElectronLab(study, planId, folder, hasTouch)
    onTestFinished(async () => {
      await lab.quit()
      study.close()
      rmSync(folder, { recursive: true, force: true })
    })
    await lab.start()
    await lab.supervise('sessions.setPin', { pin: labPin })
    return lab
  }

  get app(): ElectronApp {
    return this.#app
  }

  /** Starts the program and opens the study, as after it was quit. */
  async start(): Promise<void> {
    const { folder, hasTouch } = this
    const places = { userData: join(folder, 'user'), cache: join(folder, 'cache') }
    this.#app = await launch({ ...places, hasTouch })
    this.#studio = (await this.#app.pages())[0]!
    await this.supervise('study.open', { folder: join(folder, 'study') })
  }

  /** Quits from the studio, where sessions under way are asked about. */
  async quit(): Promise<void> {
    await this.#app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((window) => !window.isKiosk())
        ?.focus()
    }, null)
    await agreeToQuit(this.#app)
    await this.#app.close()
  }

  async supervise<P extends ProcedureName>(
    procedure: P,
    input: ProcedureInput<P>,
  ): Promise<ProcedureOutput<P>> {
    const value = unwrap(await this.#studio.evaluate(callBridge, { procedure, input }))
    return procedures[procedure].output.parse(value) as ProcedureOutput<P>
  }

  /** The pages of rater windows. */
  async deskPages(): Promise<readonly Page[]> {
    const pages = await this.#app.pages()
    return pages.filter((page) => page !== this.#studio && page.url() !== 'about:blank')
  }

  /** Opens a desk's window on a screen that shows no desk, and not the studio if there is another. */
  async openWindow(seatId: string): Promise<Page> {
    const displays = (await this.supervise('desk.displays', undefined))!
    const free = displays.filter((display) => display.seatId === null || display.seatId === seatId)
    const { id: displayId } = free.find(({ hasStudio }) => !hasStudio) ?? free[0]!
    const before = await this.deskPages()
    await this.supervise('desk.open', { seatId, displayId, coversOthers: false })
    const opened = async () => (await this.deskPages()).filter((page) => !before.includes(page))
    await expect.poll(async () => (await opened()).length).toBe(1)
    return (await opened())[0]!
  }

  /** Ends the process of a desk's page, as a crash does, and waits until that is recorded. */
  async crash({ seatId, sessionId }: LabDesk): Promise<void> {
    const recordedCount = () => this.study.sessionEvents.list(sessionId, 'window-page-crashed').length
    const before = recordedCount()
    const displays = (await this.supervise('desk.displays', undefined))!
    const { id: displayId } = displays.find((display) => display.seatId === seatId)!
    await this.#app.evaluate(({ BrowserWindow, screen }, id) => {
      const isThere = (window: BrowserWindow) =>
        String(screen.getDisplayMatching(window.getBounds()).id) === id
      const kiosks = BrowserWindow.getAllWindows().filter((window) => window.isKiosk())
      kiosks.find(isThere)!.webContents.forcefullyCrashRenderer()
    }, displayId)
    await expect.poll(recordedCount).toBe(before + 1)
  }

  /** Waits until all windows show their pages again. */
  async recovered(): Promise<void> {
    const areBack = () =>
      this.#app.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().every(({ webContents }) => !webContents.isCrashed()),
        null,
      )
    await expect.poll(areBack).toBe(true)
  }

  /**
   * The page of a lab's only desk after a crash: over real Electron in a new window, because Playwright gives up a page
   * that has crashed.
   */
  async pageAfterCrash({ seatId }: LabDesk): Promise<Page> {
    await this.recovered()
    return usesRealElectron ? this.openWindow(seatId) : (await this.deskPages())[0]!
  }

  protected async openDesk(label: string): Promise<Omit<LabDesk, 'sessionId'>> {
    const { id: seatId } = await this.supervise('seats.create', { label })
    const page = await this.openWindow(seatId)
    return { page, context: page.context(), seatId }
  }
}
