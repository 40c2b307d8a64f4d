import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OutboxStatus } from '../../src/renderer/src/bridge/outbox'
import { chromiumMissing, launchChromium, launchRememberingChromium } from '../support/chromium'
import { openAnswerHost, type AnswerHost } from './answer-host'

interface TestOutbox {
  deliver(entry: { key: string; content: number }): Promise<void>
  status(): OutboxStatus
}
declare const outbox: TestOutbox

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-outbox-'))
let host: AnswerHost
let browser: Browser

async function openPage(page: Page): Promise<Page> {
  await page.goto(host.url)
  await page.waitForFunction(() => 'outbox' in globalThis)
  return page
}

/** Puts numbers into the outbox without waiting for their acknowledgement, but until the disk has them. */
async function deliver(page: Page, contents: readonly number[]): Promise<void> {
  await page.evaluate((numbers) => {
    for (const content of numbers) void outbox.deliver({ key: `answer ${content}`, content })
  }, contents)
  await page.waitForFunction(() => outbox.status().isKept)
}

function waitingCount(page: Page): Promise<number> {
  return page.evaluate(() => outbox.status().waitingCount)
}

describe.skipIf(chromiumMissing !== null)(`answers of a desk ${chromiumMissing ?? ''}`.trim(), () => {
  beforeAll(async () => {
    browser = await launchChromium()
  })
  beforeEach(async () => {
    host = await openAnswerHost()
  })
  afterEach(() => host.close())
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('wait while the network is cut, and arrive in order when it is back', async () => {
    const page = await openPage(await browser.newPage())
    await page.context().setOffline(true)
    await deliver(page, [1, 2, 3])
    await page.waitForFunction(() => outbox.status().error?.code === 'api/unreachable')
    expect(host.stored).toEqual([])
    await page.context().setOffline(false)
    await expect.poll(() => host.stored).toEqual([1, 2, 3])
    await expect.poll(() => waitingCount(page)).toBe(0)
  })

  test('outlive a reload while nothing gets through, and those of the new page come after them', async () => {
    const page = await openPage(await browser.newPage())
    await page.route('**/answers', (route) => route.abort('connectionrefused'))
    await deliver(page, [1, 2, 3])
    await openPage(page)
    expect(await waitingCount(page)).toBe(3)
    await deliver(page, [4])
    await page.unroute('**/answers')
    await expect.poll(() => host.stored).toEqual([1, 2, 3, 4])
  })

  test('are stored once although their acknowledgements were lost, over reloads too', async () => {
    const page = await openPage(await browser.newPage())
    host.behave('silent')
    await deliver(page, [1, 2])
    await expect.poll(() => host.arrivedCount()).toBeGreaterThan(2)
    await openPage(page)
    host.behave('well')
    await expect.poll(() => waitingCount(page)).toBe(0)
    expect(host.stored).toEqual([1, 2])
  })

  test('wait for a host that refuses them, and nothing overtakes', async () => {
    const page = await openPage(await browser.newPage())
    host.behave('busy')
    await deliver(page, [1, 2])
    await page.waitForFunction(() => outbox.status().error?.message === 'Paused.')
    host.behave('well')
    await expect.poll(() => host.stored).toEqual([1, 2])
  })

  test('outlive their tab', async () => {
    const context = await browser.newContext()
    const page = await openPage(await context.newPage())
    await page.route('**/answers', (route) => route.abort('connectionrefused'))
    await deliver(page, [1, 2, 3])
    const crashed = page.waitForEvent('crash')
    void page.goto('chrome://crash').catch(() => undefined)
    await crashed
    await openPage(await context.newPage())
    await expect.poll(() => host.stored).toEqual([1, 2, 3])
  })

  test.skipIf(process.platform !== 'linux')('outlive the browser', async () => {
    const first = await launchRememberingChromium(folder)
    await first.route('**/answers', (route) => route.abort('connectionrefused'))
    await deliver(await openPage(await first.newPage()), [1, 2, 3])
    const closed = first.waitForEvent('close')
    process.kill(browserPid(folder), 'SIGKILL')
    await closed

    const second = await launchRememberingChromium(folder)
    await openPage(await second.newPage())
    await expect.poll(() => host.stored).toEqual([1, 2, 3])
    await second.close()
  })
})

/** The browser's main process, found by its folder: Playwright does not tell. */
function browserPid(userData: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = commandOf(pid)
    if (command.includes(`--user-data-dir=${userData}`) && !command.includes('--type=')) return Number(pid)
  }
  throw new Error(`no browser works in ${userData}`)
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // ended in this moment
  }
}
