import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chromiumMissing } from '../../support/chromium'
import { launchStation, type StationApp } from '../../support/station/launch'
import { findAccessibilityProblems } from '../../support/accessibility'
import { callBridge } from '../page-probes.mjs'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-shell-e2e-'))

describe.skipIf(chromiumMissing !== null)('the shell of the studio', () => {
  let app: StationApp
  let page: Page

  beforeAll(async () => {
    app = await launchStation({ cache: folder })
    page = (await app.pages())[0]!
    await stages().waitFor()
  })
  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const stages = () => page.getByRole('navigation', { name: 'Stages of the study' })
  const current = () => stages().locator('[aria-current=page]')

  test('goes back and forward between stages', async () => {
    await stages().getByRole('link', { name: 'Devices' }).click()
    await page.getByRole('heading', { name: 'Where this machine can compute' }).waitFor()
    await stages().getByRole('link', { name: 'Sessions' }).click()
    await page.getByRole('heading', { name: 'No study is open' }).waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: 'Where this machine can compute' }).waitFor()
    expect(await current().innerText()).toContain('Devices')
    await page.goForward()
    await page.getByRole('heading', { name: 'No study is open' }).waitFor()
    expect(page.url()).toMatch(/#sessions$/)
  })

  test('finds pages by keyboard alone', async () => {
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog')
    await palette.getByRole('combobox').fill('devi')
    await expect.poll(() => palette.getByRole('option').count()).toBe(1)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Where this machine can compute' }).waitFor()
    await palette.waitFor({ state: 'detached' })
  })

  test('opens the palette by mouse and closes it with Escape', async () => {
    await page.getByRole('button', { name: /Find/ }).click()
    const palette = page.getByRole('dialog')
    await palette.getByRole('combobox').fill('no such thing')
    await palette.getByText('Nothing is called so.').waitFor()
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'detached' })
  })

  test('shows the first stage for an address that leads nowhere', async () => {
    await page.evaluate("location.hash = '#%zz/no'")
    await current().getByText('Study').waitFor()
    expect(await current().count()).toBe(1)
  })

  test.each([
    ['Sessions', 'Sessions'],
    ['Devices', 'Where this machine can compute'],
  ])('has nothing on %s that axe finds', async (stage, heading) => {
    await stages().getByRole('link', { name: stage }).click()
    await page.getByRole('heading', { name: heading }).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await findAccessibilityProblems(page)).toEqual([])
    }
  })

  test('gives a supervisor the sessions and nothing else', async () => {
    const answer = await page.evaluate(callBridge, { procedure: 'station.inviteSupervisor' })
    const { links } = (answer as { value: { links: string[] } }).value
    const supervisor = await app.openLink(links[0]!)
    await supervisor.page.getByRole('heading', { name: 'No study is open' }).waitFor()
    expect(await supervisor.page.getByRole('navigation', { name: 'Stages of the study' }).count()).toBe(0)
    await supervisor.page.keyboard.press('Control+k')
    await supervisor.page.getByRole('option').first().waitFor()
    const offered = await supervisor.page.getByRole('option').allInnerTexts()
    expect(offered.map((text) => text.split('\n')[0])).toEqual([
      'Sessions',
      'Start a session',
      'Print participant codes',
      'Set up desks and the PIN',
    ])
    await supervisor.context.close()
  })
})
