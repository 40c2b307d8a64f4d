import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownAddresses } from '../../src/main/station/network-addresses'
import { loadPageFiles } from '../../src/main/station/page-files'
import { createStudy } from '../../src/main/store/create-study'
import { unwrap } from '../../src/shared/errors'
import { seatSchema, type Invitation } from '../../src/shared/seats'
import { heartbeatMs } from '../../src/shared/station'
import { chromiumMissing, launchChromium } from '../support/chromium'
import { root } from '../support/electron/launch'
import { openTestHost } from '../support/open-test-host'
import { launchStation, startStation, type StationApp } from '../support/station/launch'
import { callBridge, overflowPx, widthOfPicture } from './page-probes.mjs'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-station-e2e-'))
/** Where screenshots go, for a person to look at. */
const screenshots = process.env['SCREENSHOTS'] ?? join(folder, 'screenshots')
mkdirSync(screenshots, { recursive: true })
const capture = (page: Page, name: string) => page.screenshot({ path: join(screenshots, `${name}.png`) })

describe.skipIf(chromiumMissing !== null)(`the station ${chromiumMissing ?? ''}`.trim(), () => {
  let app: StationApp
  let address: string

  beforeAll(async () => {
    app = await launchStation({ cache: folder }, ['--desks', '3'])
    address = app.process.status.local
  })
  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const statusOf = (page: Page) => page.getByRole('status')
  const openDesk = (index: number) => app.openLink(app.process.seats[index]!.invitation!.links[0]!)

  test('lets a desk in by its link, once, and takes the code out of the address', async () => {
    const { page } = await openDesk(0)
    await page.getByRole('heading', { name: 'Desk 1' }).waitFor()
    await statusOf(page).getByText('Connected').waitFor()
    expect(page.url()).toMatch(/\/seat\/[0-9a-f-]{36}\/$/)
    await capture(page, 'seat-waiting')
    await page.goBack()
    expect(page.url()).not.toContain('#') // neither here nor in the history

    const again = await app.browser.newPage()
    await again.goto(app.process.seats[0]!.invitation!.links[0]!)
    await again.getByRole('alert').getByText('This code is not in use').waitFor()
    await capture(again, 'door-used-code')
    await again.close()
    await page.close()
  })

  test('lets a desk in by its code, typed by keyboard, after a slip', async () => {
    const page = await app.browser.newPage({ viewport: { width: 1280, height: 720 } })
    await page.goto(address)
    const code = app.process.seats[1]!.invitation!.code
    const field = page.getByLabel('Code of this desk')
    await field.fill(`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`)
    await field.press('Enter')
    await page.getByRole('alert').getByText('At least one symbol is wrong').waitFor()
    await capture(page, 'door-slip')
    await field.fill(code.toLowerCase().replace('-', ' '))
    await field.press('Enter')
    await page.getByRole('heading', { name: 'Desk 2' }).waitFor()
    expect(await page.evaluate(overflowPx)).toBe(0)
    await page.reload()
    await page.getByRole('heading', { name: 'Desk 2' }).waitFor()
    await page.close()
  })

  test('shows the supervisor the desks as they come and go', async () => {
    const [studio] = await app.pages()
    const links = await studio!.evaluate(callBridge, { procedure: 'station.inviteSupervisor' })
    const { page, context } = await app.openLink((links as { value: { links: string[] } }).value.links[0]!)
    await page.getByRole('link', { name: 'Desks and PIN' }).click()
    const row = page.getByRole('listitem').filter({ hasText: 'Desk 3' })
    await row.getByText('Free').waitFor()

    const desk = await openDesk(2)
    await row.getByText('Connected', { exact: true }).waitFor()
    await capture(page, 'supervisor-desks')
    await desk.page.close()
    await row.getByText('Not connected').waitFor()

    await row.getByRole('button', { name: 'New code' }).click()
    const code = await row.getByText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/).innerText()
    const renewed = await app.openLink(`${address}#${code}`)
    await renewed.page.getByRole('heading', { name: 'Desk 3' }).waitFor()
    await row.getByText('Connected', { exact: true }).waitFor()

    await row.getByRole('button', { name: 'Remove' }).click()
    await row.getByRole('button', { name: 'Remove Desk 3' }).click()
    await renewed.page.getByRole('heading', { name: 'This desk is closed' }).waitFor()
    await capture(renewed.page, 'seat-closed')
    await row.waitFor({ state: 'detached' })
    await context.close()
  })

  test('says that the network is gone, and comes back by itself', async () => {
    const { context, page } = await openFreshDesk()
    await statusOf(page).getByText('Connected').waitFor()
    await page.clock.install()
    await context.setOffline(true)
    await statusOf(page).getByText('Reconnecting since').waitFor()
    await page.clock.fastForward(10_000)
    await statusOf(page).getByText('Offline since').waitFor()
    await capture(page, 'seat-offline')
    await context.setOffline(false)
    await statusOf(page).getByText('Connected').waitFor()
    await context.close()
  })

  test('notices a line that went silent, which no system reports for minutes', async () => {
    const { context, page } = await openFreshDesk()
    await statusOf(page).getByText('Connected').waitFor()
    await page.clock.install()
    await page.reload()
    await statusOf(page).getByText('Connected').waitFor()
    process.kill(app.process.child.pid!, 'SIGSTOP')
    await page.clock.fastForward(3 * heartbeatMs)
    await statusOf(page).getByText('Reconnecting since').waitFor()
    process.kill(app.process.child.pid!, 'SIGCONT')
    await statusOf(page).getByText('Connected').waitFor()
    await context.close()
  })

  test('asks for a code where a page has lost its right', async () => {
    const page = await app.browser.newPage()
    await page.goto(`${address}studio/`)
    const field = page.getByLabel('Code of this desk')
    await field.fill((await freshInvitation()).code)
    await field.press('Enter')
    await page.getByRole('heading', { name: 'Desk 9' }).waitFor()
    await page.close()
  })

  const openFreshDesk = async () => app.openLink((await freshInvitation()).links[0]!)

  async function freshInvitation(): Promise<Invitation> {
    const [studio] = await app.pages()
    const call = { procedure: 'seats.create', input: { label: 'Desk 9' } }
    return seatSchema.parse(unwrap(await studio!.evaluate(callBridge, call))).invitation!
  }
})

const [networkAddress] = ownAddresses()

describe.skipIf(chromiumMissing !== null || networkAddress === undefined)('in the network', () => {
  test('a desk works, although browsers call the connection insecure', async ({ onTestFinished }) => {
    const host = await openTestHost({ page: loadPageFiles(join(root, 'out/renderer')) })
    await host.station.share(networkAddress)
    const browser = await launchChromium()
    onTestFinished(() => browser.close())
    const page = await browser.newPage()
    const warnings: string[] = []
    page.on('pageerror', (error) => warnings.push(error.message))
    page.on('console', (message) => {
      // This one header is for secure connections only; the others do without it.
      if (!message.text().startsWith('The Cross-Origin-Opener-Policy')) warnings.push(message.text())
    })
    await page.goto(`${host.station.status().network[0]}#${host.seats.create('Desk 1').code!.text}`)
    await page.getByRole('status').getByText('Connected').waitFor()
    await page.getByRole('heading', { name: 'Desk 1' }).waitFor()
    const world = await page.evaluate(() => [
      Reflect.get(globalThis, 'isSecureContext'),
      'indexedDB' in globalThis,
    ])
    expect([...world, ...warnings]).toEqual([false, true])
  })
})

describe.skipIf(chromiumMissing !== null)('pictures', () => {
  test('appear on the page that they were lent to', async ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-picture-'))
    const file = join(folder, 'dog-cpr2.png')
    await sharp({ create: { width: 7, height: 5, channels: 3, background: 'grey' } })
      .png()
      .toFile(file)
    const host = await openTestHost({ page: loadPageFiles(join(root, 'out/renderer')) })
    const seat = host.seats.create('Desk 1')
    const browser = await launchChromium()
    onTestFinished(async () => {
      await browser.close()
      rmSync(folder, { recursive: true })
    })
    const page = await browser.newPage()
    await page.goto(`${host.url}#${seat.code!.text}`)
    await page.getByRole('heading', { name: 'Desk 1' }).waitFor()

    const own = host.artifacts.lend({ path: file, mediaType: 'image/png' }, { role: 'seat', seatId: seat.id })
    const others = host.artifacts.lend({ path: file, mediaType: 'image/png' }, { role: 'studio' })
    expect(await page.evaluate(widthOfPicture, `artifacts/${own}`)).toBe(7)
    expect(await page.evaluate(widthOfPicture, `artifacts/${others}`)).toBeNull()
  })
})

describe.skipIf(chromiumMissing !== null)('a station that was started again', () => {
  test('takes its desks back without a new code', async ({ onTestFinished }) => {
    const study = mkdtempSync(join(tmpdir(), 'sweetspot-restart-'))
    const app = await launchStation({ cache: study }, [
      '--study',
      makeStudy(join(study, 'study')),
      '--desks',
      '1',
    ])
    onTestFinished(async () => {
      await app.close()
      rmSync(study, { recursive: true, force: true })
    })
    const { page } = await app.openLink(app.process.seats[0]!.invitation!.links[0]!)
    await page.getByRole('status').getByText('Connected').waitFor()
    await app.process.kill()
    await page.getByRole('status').getByText('Reconnecting').waitFor()

    const port = new URL(app.process.status.local).port
    const second = await startStation(['--port', port, '--study', join(study, 'study'), '--desks', '1'])
    onTestFinished(() => second.kill())
    await page.getByRole('status').getByText('Connected').waitFor()
    expect(second.seats).toMatchObject([{ label: 'Desk 1', isTaken: true, invitation: null }])
  })
})

/** @returns the folder of an empty study */
function makeStudy(path: string): string {
  createStudy(path, { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' }).close()
  return path
}
