import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { blindLifted } from '../../src/main/study/findings/blind'
import { findAccessibilityProblems } from '../support/accessibility'
import { chromiumMissing } from '../support/chromium'
import { RaterRobot } from '../support/seat/rater-robot'
import { ratingsOnly, RatingLab } from '../support/seat/rating-lab'
import { goTo, openSection } from './analysis-pages'

/** Where screenshots go, for a person to look at. */
const screenshots = process.env['SCREENSHOTS']

async function look(page: Page, name: string): Promise<void> {
  expect(await findAccessibilityProblems(page)).toEqual([])
  if (screenshots === undefined) return
  mkdirSync(screenshots, { recursive: true })
  await page.screenshot({ path: join(screenshots, `blind-${name}.png`) })
}

async function openStudio(lab: RatingLab): Promise<Page> {
  const context = await lab.browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto(`${lab.host.url}#${lab.host.links.create('studio')}`)
  await page.getByRole('navigation', { name: 'Stages' }).waitFor()
  return page
}

/** Goes through what shows effects, with the fields beside it. */
async function lookAtEffects(page: Page): Promise<void> {
  await openSection(page, 'Maps')
  await page.getByLabel('First those with').waitFor()
  await page.getByRole('img', { name: 'the image itself' }).first().waitFor()
  await look(page, 'maps')
  const inspector = page.getByRole('complementary', { name: 'Stimuli' })
  await page.getByRole('button', { name: /^test\/dog\/0\.png/ }).click()
  await inspector.getByRole('table', { name: 'Every rating that it got' }).waitFor()
  await inspector.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Method' }).click()
  await page.getByRole('dialog', { name: 'Method' }).getByLabel('Seed of the resampling').waitFor()
  await look(page, 'method')
  await page.keyboard.press('Escape')
  await openSection(page, 'Confusions')
  await page.getByRole('button', { name: 'Table of Human confusions: all models' }).click()
  await page.getByRole('table').getByRole('button', { name: 'dog' }).click()
  await inspector.getByText('2 stimuli').waitFor()
  await look(page, 'stimuli')
  await openSection(page, 'Planning')
  await page.getByText(/items for two raters/).waitFor()
  await look(page, 'planning')
}

describe.skipIf(chromiumMissing !== null)(`people's ratings ${chromiumMissing ?? ''}`.trim(), () => {
  test('show no effect before all are in, unless somebody says why', async () => {
    const lab = await RatingLab.open({ preset: 'experiment-2', imagesPerClass: 2, change: ratingsOnly })
    const desk = await lab.seat('Desk 1')
    await new RaterRobot(lab, desk, 'keyboard').rate()
    const page = await openStudio(lab)
    await goTo(page, '#analysis')
    const panel = page.getByRole('region', { name: 'Effects are hidden' })
    await panel.getByText('6 of 36 planned ratings are in').waitFor()
    await page.getByRole('tab').first().waitFor()
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(['Raters'])
    await look(page, 'panel')

    const reason = panel.getByLabel('Reason to look')
    const lift = panel.getByRole('button', { name: 'Lift the blind' })
    const decisions = () => lab.study.audit.list(lab.planId).filter(({ action }) => action === blindLifted)
    await reason.fill('Too short')
    await lift.click()
    expect(await panel.locator('input:invalid').count()).toBe(1)
    expect(decisions()).toEqual([])
    await reason.fill('The committee asked for a safety review')
    await lift.click()
    await page.getByText('The committee asked for a safety review').waitFor()
    expect(decisions()).toMatchObject([{ actor: 'studio', details: { collected: 6 } }])
    expect(await page.getByRole('tab').allInnerTexts()).toEqual(
      expect.arrayContaining(['Sweet spot', 'Accuracy', 'Maps']),
    )
    await lookAtEffects(page)
  })
})
