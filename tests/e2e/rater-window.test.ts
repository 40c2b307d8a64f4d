import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openStudy } from '../../src/main/store/open-study'
import {
  procedures,
  type ProcedureInput,
  type ProcedureName,
  type ProcedureOutput,
} from '../../src/shared/api'
import { unwrap, type Result } from '../../src/shared/errors'
import { findAccessibilityProblems } from '../support/accessibility'
import { agreeToQuit } from '../support/electron/agree-to-quit'
import { usesRealElectron, type ElectronApp } from '../support/electron/launch'
import { pullOutScreen } from '../support/electron/screens'
import { makeRatedStudy, type RatedStudy } from '../support/rated-study'
import { carriers, launchOver } from '../support/studio-app'
import { callBridge } from './page-probes.mjs'

const { place, missing } = carriers.ipc
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-rater-e2e-'))
/** Where screenshots go, for a person to look at. */
const screenshots = process.env['SCREENSHOTS'] ?? join(folder, 'screenshots')
mkdirSync(screenshots, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const pin = '2580'

async function ask<P extends ProcedureName>(page: Page, procedure: P, input: ProcedureInput<P>) {
  return (await page.evaluate(callBridge, { procedure, input })) as Result<unknown>
}

async function call<P extends ProcedureName>(page: Page, procedure: P, input: ProcedureInput<P>) {
  return procedures[procedure].output.parse(unwrap(await ask(page, procedure, input))) as ProcedureOutput<P>
}

describe.skipIf(missing !== null)(
  `rater windows in ${place}${missing === null ? '' : ` (${missing})`}`,
  () => {
    let app: ElectronApp
    let studio: Page
    let study: RatedStudy

    beforeAll(async () => {
      study = await makeRatedStudy(join(folder, 'study'), { preset: 'experiment-2', imagesPerClass: 2 })
      app = await launchOver('ipc', { userData: join(folder, 'user'), cache: join(folder, 'cache') })
      studio = (await app.pages())[0]!
      await call(studio, 'study.open', { folder: study.folder })
    })
    afterAll(async () => {
      await app?.close()
    })

    afterEach(async () => {
      for (const { id: seatId } of await call(studio, 'seats.list', undefined)) {
        await call(studio, 'seats.revoke', { seatId })
      }
      await allClosed()
    })

    const seatPage = async () => {
      await expect.poll(async () => (await deskPages()).length).toBe(1)
      return (await deskPages())[0]!
    }
    const deskPages = async () =>
      (await app.pages()).filter((page) => page !== studio && page.url() !== 'about:blank')
    const allClosed = () => expect.poll(async () => (await app.pages()).length).toBe(1)

    /** A screen without the studio; where the machine has one screen only, that one. */
    async function freeDisplay() {
      const displays = (await call(studio, 'desk.displays', undefined))!
      return displays.find(({ hasStudio }) => !hasStudio) ?? displays[0]!
    }

    async function openDesk(label: string, coversOthers = false) {
      const { id: seatId } = await call(studio, 'seats.create', { label })
      const { id: displayId } = await freeDisplay()
      const displays = await call(studio, 'desk.open', { seatId, displayId, coversOthers })
      expect(displays!.find(({ id }) => id === displayId)).toMatchObject({ seatId })
      return { seatId, displayId, page: await seatPage() }
    }

    /** A session that waits at a desk for its rater. */
    const startSession = async (seatId: string) => {
      const request = { planId: study.planId, seatId, participantCode: null, language: 'en' } as const
      const { id } = await call(studio, 'sessions.create', request)
      await call(studio, 'sessions.act', { sessionId: id, action: { kind: 'start' } })
      return id
    }

    const isKeptAwake = () =>
      app.evaluate(
        ({ powerSaveBlocker }) =>
          Array.from({ length: 50 }, (_, id) => powerSaveBlocker.isStarted(id)).includes(true),
        null,
      )

    const kioskCount = () =>
      app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isKiosk()).length,
        null,
      )

    test('are not opened before a PIN is set, on no screen that is not there, and for no desk that is not there', async () => {
      const { id: seatId } = await call(studio, 'seats.create', { label: 'Desk 1' })
      const { id: displayId } = await freeDisplay()
      const open = (given: Partial<ProcedureInput<'desk.open'>>) =>
        ask(studio, 'desk.open', { seatId, displayId, coversOthers: false, ...given })
      expect(await open({})).toMatchObject({ ok: false, error: { code: 'desk/no-pin' } })
      await call(studio, 'sessions.setPin', { pin })
      expect(await open({ displayId: 'x' })).toMatchObject({ ok: false, error: { code: 'desk/no-display' } })
      const nobody = '0190a1b2-0000-7000-8000-000000000000'
      expect(await open({ seatId: nobody })).toMatchObject({
        ok: false,
        error: { code: 'station/unknown-seat' },
      })
      expect(await app.pages()).toHaveLength(1)
    })

    test('call as their own desk and as nothing else', async () => {
      const { seatId, page } = await openDesk('By the window')
      await page.getByRole('heading', { name: 'By the window' }).waitFor()
      expect(await call(page, 'app.caller', undefined)).toEqual({ role: 'seat', seatId })
      expect(await call(page, 'seat.self', undefined)).toEqual({ id: seatId, label: 'By the window' })
      const forbidden = { ok: false, error: { code: 'api/forbidden' } }
      for (const procedure of [
        'study.current',
        'sessions.list',
        'seats.list',
        'desk.displays',
        'study.close',
      ] as const) {
        expect(await ask(page, procedure, undefined)).toMatchObject(forbidden)
      }
      expect(await ask(page, 'desk.close', { seatId })).toMatchObject(forbidden)
      expect(await ask(studio, 'seat.self', undefined)).toMatchObject(forbidden)
    })

    test('cover their screen, keep it awake, and let the studio know', async () => {
      const { seatId, displayId } = await openDesk('Desk 2', true)
      expect(await kioskCount()).toBeGreaterThanOrEqual(1)
      expect(await isKeptAwake()).toBe(true)
      const seats = await call(studio, 'seats.list', undefined)
      expect(seats.find(({ id }) => id === seatId)).toMatchObject({ isConnected: true })
      const displays = (await call(studio, 'desk.displays', undefined))!
      expect(displays.filter((display) => display.seatId === seatId).map(({ id }) => id)).toEqual([displayId])
      await call(studio, 'desk.close', { seatId })
      await allClosed()
      expect(await isKeptAwake()).toBe(false)
      await call(studio, 'seats.revoke', { seatId })
    })

    test('keep shortcuts from the page, and let answers through', async () => {
      const { page } = await openDesk('Desk 3')
      await page.evaluate(
        "window.heard = []; addEventListener('keydown', ({ key }) => window.heard.push(key))",
      )
      await app.evaluate(({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows().find((each) => each.isKiosk())!
        for (const keyCode of ['R', 'P', '=', 'W']) {
          window.webContents.sendInputEvent({ type: 'keyDown', keyCode, modifiers: ['control'] })
        }
        window.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'F5' })
        window.webContents.sendInputEvent({ type: 'keyDown', keyCode: '1' })
      }, null)
      await expect.poll(() => page.evaluate('window.heard')).toEqual(['1'])
    })

    test('are closed by the PIN and by nothing that a rater does; what was tried is recorded', async () => {
      const { seatId, page } = await openDesk('Desk 4')
      await page.getByRole('heading', { name: 'Desk 4' }).waitFor()
      await page.screenshot({ path: join(screenshots, 'rater-window-waiting.png') })
      expect(await findAccessibilityProblems(page)).toEqual([])
      const sessionId = await startSession(seatId)
      await page.getByRole('button', { name: 'Supervisor' }).waitFor()
      await app.evaluate(({ BrowserWindow }) => {
        const window = BrowserWindow.getAllWindows().find((each) => each.isKiosk())!
        window.close()
        window.focus()
      }, null)
      expect((await deskPages()).length).toBe(1)
      if (!usesRealElectron) {
        // a person's own Cmd+Q; over real Electron a window that cannot be focused would quit
        await app.evaluate(({ app: electron }) => electron.quit(), null)
        expect((await deskPages()).length).toBe(1)
      }
      await page.getByRole('button', { name: 'Supervisor' }).click()
      await page.getByLabel('PIN of the supervisor').fill('0000')
      await page.getByRole('button', { name: 'Close this screen' }).click()
      await page.getByRole('alert').getByText('This is not the PIN').waitFor()
      await page.screenshot({ path: join(screenshots, 'rater-window-wrong-pin.png') })
      await page.getByLabel('PIN of the supervisor').fill(pin)
      await page.getByRole('button', { name: 'Close this screen' }).click()
      await allClosed()
      const [summary] = await call(studio, 'sessions.list', undefined)
      expect(summary).toMatchObject({ id: sessionId, seatId: null, view: { state: 'interrupted' } })
      const store = openStudy(study.folder, { isReadOnly: true })
      const kinds = store.sessionEvents.list(sessionId).map(({ kind }) => kind)
      store.close()
      expect(kinds).toContain('window-close-refused')
      if (!usesRealElectron) expect(kinds).toContain('window-quit-refused')
      await call(studio, 'sessions.act', {
        sessionId,
        action: { kind: 'abort', reason: 'The test is over.' },
      })
    })

    test('without a session, are closed by the PIN as well', async () => {
      const { seatId, page } = await openDesk('Desk 5')
      await page.getByRole('heading', { name: 'Desk 5' }).waitFor()
      await page.getByRole('button', { name: 'Supervisor' }).click()
      await page.getByLabel('PIN of the supervisor').fill(pin)
      await page.screenshot({ path: join(screenshots, 'rater-window-pin.png') })
      expect(await findAccessibilityProblems(page)).toEqual([])
      await page.getByRole('button', { name: 'Close this screen' }).click()
      await allClosed()
      await call(studio, 'seats.revoke', { seatId })
    })

    test('close when the desk is removed, and when another study is opened', async () => {
      const first = await openDesk('Desk 6')
      await call(studio, 'seats.revoke', { seatId: first.seatId })
      await allClosed()
      await openDesk('Desk 7')
      await call(studio, 'study.close', undefined)
      await allClosed()
      await call(studio, 'study.open', { folder: study.folder })
    })

    test('stay on top when Sweetspot is started again, which otherwise shows the studio', async () => {
      const startAgain = () =>
        app.evaluate(({ app: electron, BrowserWindow }) => {
          electron.emit('second-instance', {}, [], '', null)
          return BrowserWindow.getFocusedWindow()?.isKiosk()
        }, null)
      expect(await startAgain()).toBe(false)
      const { id: seatId } = await call(studio, 'seats.create', { label: 'Desk 8' })
      const own = (await call(studio, 'desk.displays', undefined))!.find(({ hasStudio }) => hasStudio)!
      await call(studio, 'desk.open', { seatId, displayId: own.id, coversOthers: false })
      await (await seatPage()).getByRole('heading', { name: 'Desk 8' }).waitFor()
      await expect.poll(startAgain).toBe(true)
    })

    // Playwright gives up a page that has crashed: nobody could look at the studio's over real Electron
    test.skipIf(usesRealElectron)(
      'go on when the page of the studio crashes, which is loaded again',
      async () => {
        const { page } = await openDesk('Desk 10')
        await page.getByRole('heading', { name: 'Desk 10' }).waitFor()
        const crashed = studio
        await app.evaluate(({ BrowserWindow }) => {
          const window = BrowserWindow.getAllWindows().find((each) => !each.isKiosk())!
          window.webContents.forcefullyCrashRenderer()
        }, null)
        await expect.poll(async () => (await app.pages()).includes(crashed)).toBe(false)
        studio = (await app.pages()).find((each) => each !== page)!
        await studio.getByRole('navigation', { name: 'Stages' }).waitFor()
        expect(await call(studio, 'seats.list', undefined)).toMatchObject([
          { label: 'Desk 10', isConnected: true },
        ])
        expect(await deskPages()).toEqual([page])
      },
    )

    test.skipIf(usesRealElectron)(
      'go to another screen when theirs is taken away, and record it',
      async () => {
        const { seatId, displayId, page } = await openDesk('Desk 9')
        const sessionId = await startSession(seatId)
        await page.getByRole('button', { name: 'Supervisor' }).waitFor()
        await pullOutScreen(app, displayId)
        const displays = (await call(studio, 'desk.displays', undefined))!
        expect(displays).toMatchObject([{ hasStudio: true, seatId }])
        await call(studio, 'sessions.act', {
          sessionId,
          action: { kind: 'abort', reason: 'The test is over.' },
        })
        const store = openStudy(study.folder, { isReadOnly: true })
        expect(store.sessionEvents.list(sessionId, 'window-display-lost')).toHaveLength(1)
        store.close()
      },
    )
  },
)

describe.skipIf(missing !== null)(`quitting ${place}${missing === null ? '' : ` (${missing})`}`, () => {
  test('asks while a session runs, and records that it was interrupted', async () => {
    const study = await makeRatedStudy(join(folder, 'quit-study'), {
      preset: 'experiment-2',
      imagesPerClass: 2,
    })
    const app = await launchOver('ipc', {
      userData: join(folder, 'quit-user'),
      cache: join(folder, 'quit-cache'),
    })
    const [studio] = await app.pages()
    await call(studio!, 'study.open', { folder: study.folder })
    await call(studio!, 'sessions.setPin', { pin })
    const { id: seatId } = await call(studio!, 'seats.create', { label: 'Desk 1' })
    const request = { planId: study.planId, seatId, participantCode: null, language: 'en' } as const
    const { id: sessionId } = await call(studio!, 'sessions.create', request)
    await call(studio!, 'sessions.act', { sessionId, action: { kind: 'start' } })

    const answer = (response: number) =>
      app.evaluate(({ app: electron, dialog }, given) => {
        const asked: string[] = []
        Object.assign(globalThis, { asked })
        dialog.showMessageBox = ((...args: unknown[]) => {
          asked.push((args.at(-1) as { detail: string }).detail)
          return Promise.resolve({ response: given, checkboxChecked: false })
        }) as typeof dialog.showMessageBox
        electron.quit()
      }, response)
    const asked = () => app.evaluate(() => (globalThis as { asked?: string[] }).asked, null)
    await answer(0)
    await expect.poll(asked).toEqual([expect.stringContaining('Sessions under way: 1')])
    expect(await app.pages()).toHaveLength(1)
    expect(await call(studio!, 'sessions.list', undefined)).toMatchObject([{ view: { state: 'running' } }])

    await agreeToQuit(app)
    await app.close()
    const store = openStudy(study.folder)
    expect(store.sessions.get(sessionId)).toMatchObject({ state: 'interrupted' })
    store.close()
  })
})
