import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { test, vi } from 'vitest'
import type { PresetName } from '../../src/shared/protocol-presets'
import { root } from '../support/electron/launch'
import { ratingsOnly, RatingLab } from '../support/seat/rating-lab'
import { openAnswer, RaterRobot } from '../support/seat/rater-robot'

const folder = join(root, 'docs/screens')
mkdirSync(folder, { recursive: true })

const themes = ['light', 'dark'] as const
const rated = themes.flatMap((theme) =>
  (['experiment-1-occlusion-maps', 'experiment-2', 'likert-5', 'likert-3'] as const).map(
    (preset) => [preset, theme] as const,
  ),
)
const contextOf = (colorScheme: (typeof themes)[number]) => ({
  colorScheme,
  viewport: { width: 1280, height: 800 },
})

/** A picture of the page with few colours, so that the repository stays small. */
async function capture(page: Page, name: string, theme: string): Promise<void> {
  await page.mouse.move(640, 60)
  const picture = sharp(await page.screenshot()).resize({ width: 960 })
  await picture
    .png({ palette: true, colours: 32, effort: 10 })
    .toFile(join(folder, `rater-${name}-${theme}.png`))
}

test.each(themes)('every screen of a session, %s', { timeout: 180_000 }, async (theme) => {
  const lab = await RatingLab.open({ preset: 'experiment-1-heat-maps' })
  const desk = await lab.seat('Desk 1', { isBegun: false, context: contextOf(theme) })
  const { page, context, sessionId } = desk
  const robot = new RaterRobot(lab, desk, 'keyboard')
  await capture(page, 'start', theme)
  await page.getByRole('button', { name: 'Measure the display first' }).click()
  await capture(page, 'calibration', theme)
  await page.getByRole('button', { name: 'Skip' }).click()
  for (const kind of [
    'consent',
    'questionnaire',
    'instruction',
    'comprehension-check',
    'practice',
    'pair',
    'break',
  ] as const) {
    await robot.rate(({ trial }) => trial.kind === kind)
    await openAnswer(page).first().waitFor()
    await capture(page, kind, theme)
    if (kind === 'instruction') {
      await robot.rate(({ trial }) => trial.kind === 'instruction' && trial.shown.example !== null)
      await openAnswer(page).first().waitFor()
      await capture(page, 'instruction-example', theme)
    }
    if (kind === 'practice') {
      await page.keyboard.press('1')
      await openAnswer(page, 'continue').waitFor()
      await capture(page, 'practice-feedback', theme)
      await page.keyboard.press('Enter')
    }
  }
  await robot.rate(({ key }) => key.endsWith('.item.8'))
  await openAnswer(page).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor()
  await capture(page, 'supervisor', theme)
  await page.keyboard.press('Escape')
  await lab.act(sessionId, { kind: 'pause', reason: '' })
  await page.getByRole('heading', { name: 'Pause' }).waitFor()
  await capture(page, 'paused', theme)
  await lab.act(sessionId, { kind: 'continue' })
  await openAnswer(page).first().waitFor()
  await context.setOffline(true)
  await page.keyboard.press('1')
  await page.getByText('The connection is interrupted').waitFor()
  await capture(page, 'offline', theme)
  await context.setOffline(false)
  await vi.waitUntil(() => !lab.nextTrial(sessionId)?.key.endsWith('.item.8'), { timeout: 15_000 })
  await robot.rate()
  await page.getByRole('heading', { name: 'Thank you' }).waitFor()
  await capture(page, 'end', theme)
})

test.each(rated)('%s, %s', { timeout: 60_000 }, async (preset: PresetName, theme) => {
  const lab = await RatingLab.open({
    preset,
    classCount: 10,
    imagesPerClass: 1,
    change: (content) => ratingsOnly(content),
  })
  const desk = await lab.seat('Desk 1', { context: contextOf(theme) })
  await new RaterRobot(lab, desk, 'keyboard').rate(({ key }) => key.endsWith('.item.2'))
  await openAnswer(desk.page).first().waitFor()
  await capture(desk.page, preset, theme)
})
