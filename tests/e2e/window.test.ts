import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runtimeWords, statusLooks } from '../../src/renderer/src/devices/device-words'
import { procedures, type ProcedureName, type ProcedureOutput } from '../../src/shared/api'
import { events } from '../../src/shared/events'
import { unwrap } from '../../src/shared/errors'
import { root, type ElectronApp } from '../support/electron/launch'
import { carriers, launchOver, type Carrier, type StudioApp } from '../support/studio-app'
import {
  callBridge,
  describeWorld,
  hearDuring,
  leave,
  loadedFonts,
  overflowPx,
  probePolicy,
} from './page-probes.mjs'

/** The first measurement of a machine trains on every device it finds. */
const measuringMs = 180_000

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-e2e-'))
/** Where screenshots go, for a person to look at. */
const screenshots = process.env['SCREENSHOTS'] ?? join(folder, 'screenshots')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function callFrom<P extends ProcedureName>(page: Page, procedure: P, input: unknown) {
  const value = unwrap(await page.evaluate(callBridge, { procedure, input }))
  return procedures[procedure].output.parse(value) as ProcedureOutput<P>
}

/** The studio's window with its page of devices. */
async function openDevices(app: StudioApp): Promise<Page> {
  const page = (await app.pages())[0]!
  await page.getByRole('navigation').getByRole('link', { name: 'Devices' }).click()
  return page
}

function capture(page: Page, name: string): Promise<Buffer> {
  mkdirSync(screenshots, { recursive: true })
  return page.screenshot({ path: join(screenshots, `${name}.png`) })
}

describe.each(['ipc', 'http'] as const)('the studio over %s', (carrier) => describeStudio(carrier))

function describeStudio(carrier: Carrier) {
  const { place, missing } = carriers[carrier]
  const title = missing === null ? place : `${place} (${missing})`
  describe.skipIf(missing !== null)(title, () => testStudio(carrier))
}

function testStudio(carrier: Carrier) {
  const options = { userData: join(folder, carrier, 'user'), cache: join(folder, carrier, 'cache') }
  const isElectron = carrier === 'ipc'
  let app: StudioApp
  let page: Page
  let table: Locator

  beforeAll(async () => {
    app = await launchOver(carrier, options)
    page = await openDevices(app)
    table = page.getByRole('table', { name: 'Devices of this machine' })
  })

  afterAll(async () => {
    await app?.close()
  })

  test('shows the devices that the compute process found', async () => {
    await page.getByText('Testing and measuring each device').waitFor()
    await capture(page, `${carrier}-measuring`)
    await table.waitFor({ timeout: measuringMs })
    const { devices, automatic } = await callFrom(page, 'devices.list', { refresh: false })

    expect(await app.computePids()).toHaveLength(1)
    const groups = table.getByRole('rowgroup') // the head, then one for each device
    expect(await groups.count()).toBe(devices.length + 1)
    for (const [index, device] of devices.entries()) {
      const row = await groups.nth(index + 1).innerText()
      expect(row).toContain(device.name)
      expect(row).toContain(runtimeWords[device.id].name)
      expect(row).toContain(statusLooks[device.status].word)
      expect(row).toContain(device.reason ?? '')
      expect(row.includes('Automatic')).toBe(device.id === automatic)
    }
    expect(devices.find((device) => device.id === 'cpu')).toMatchObject({ kind: 'cpu', status: 'ready' })
  })

  test('names the program and its version', async () => {
    const { version } = await callFrom(page, 'app.info', undefined)
    await page.getByText(`Version ${version}`).waitFor()
    expect(await page.title()).toBe('Sweetspot')
  })

  test.each([
    ['api/bad-request', 'devices.list', { refresh: 'yes' }],
    ['api/bad-request', 'devices.list', undefined],
    ['api/bad-request', 'app.info', { extra: 1 }],
    ['api/unknown-procedure', 'devices.remove', {}],
    ['api/unknown-procedure', '__proto__', {}],
    ['api/unknown-procedure', 'toString', undefined],
    ['api/unknown-procedure', 42, {}],
  ])('answers %s to %j with %j', async (code, procedure, input) => {
    const answer = await page.evaluate(callBridge, { procedure, input })
    expect(answer).toMatchObject({ ok: false, error: { code } })
  })

  test('brings events to the page', async () => {
    const call = { event: 'job.progress', procedure: 'devices.list', input: { refresh: true } }
    const payload = events['job.progress'].payload.parse(await page.evaluate(hearDuring, call))
    expect(payload.progress).toMatchObject({ job: 'devices', stage: 'Testing the devices' })
    // The measurement that the event told of ends before the next test.
    await callFrom(page, 'devices.list', { refresh: false })
  })

  test.runIf(isElectron)('answers only its own page', async () => {
    const preload = join(root, 'out/preload/index.js')
    await (app as ElectronApp).evaluate(async ({ BrowserWindow }, script) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } })
      await window.loadURL('data:text/html,stranger')
    }, preload)
    const stranger = (await app.pages()).find((each) => each.url().startsWith('data:'))!
    const answer = await stranger.evaluate(callBridge, { procedure: 'app.info' })
    expect(answer).toMatchObject({ ok: false, error: { code: 'api/forbidden' } })
    await stranger.close()
  })

  test('gives the page no Node, no Electron and two functions', async () => {
    const bridge = isElectron ? ['call', 'subscribe'] : []
    expect(await page.evaluate(describeWorld)).toEqual({ node: [], bridge, isFrozen: true })
  })

  test('keeps its content security policy', async () => {
    const expected = ['connect-src', 'frame-src', 'img-src', 'require-trusted-types-for', 'style-src-elem']
    const { violations, isWindowStopped, ...stopped } = await page.evaluate(probePolicy, expected)
    expect(Object.values(stopped)).toEqual([true, true, true, true])
    expect(isWindowStopped).toBe(isElectron) // a person's browser may open windows; they get no hold on this one
    expect(violations).toEqual(expect.arrayContaining(expected))
  })

  test.runIf(isElectron)('stays where it is', async () => {
    const home = page.url()
    await page.evaluate(leave, 'https://example.invalid/')
    expect(page.url()).toBe(home)
    expect(await app.pages()).toHaveLength(1)
  })

  test('says what failed when the compute process dies, and recovers', async () => {
    const again = page.getByRole('button', { name: 'Measure again' })
    const [pid] = await app.computePids()
    if (process.platform !== 'win32') process.kill(pid!, 'SIGSTOP') // else it might finish before it is killed
    await again.click()
    await page.getByText('Testing and measuring each device').waitFor()
    process.kill(pid!, 'SIGKILL')

    const alert = page.getByRole('alert')
    await alert.waitFor()
    expect(await alert.innerText()).toContain('compute/process-died')
    expect(await table.count()).toBe(1) // the last measurement stays
    await capture(page, `${carrier}-error`)

    await again.click()
    await expect.poll(() => again.getAttribute('aria-disabled'), { timeout: measuringMs }).toBe('false')
    expect(await alert.count()).toBe(0)
    expect(await app.computePids()).toHaveLength(1)
  })

  test.each([
    { width: 960, height: 600 },
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ])('fits $width × $height, light and dark, in its own font', async ({ width, height }) => {
    await page.setViewportSize({ width, height })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await capture(page, `${carrier}-devices-${width}x${height}-${colorScheme}`)
    }
    expect(await page.evaluate(overflowPx)).toBe(0)
    expect(await page.evaluate(loadedFonts)).toContain('Inter Variable')
  })

  test('remembers the measurement after a restart', async () => {
    const before = await callFrom(page, 'devices.list', { refresh: false })
    await app.close()
    app = await launchOver(carrier, options)
    page = await openDevices(app)
    await page.getByRole('table').waitFor({ timeout: measuringMs })
    expect(await callFrom(page, 'devices.list', { refresh: false })).toEqual(before)
  })
}
