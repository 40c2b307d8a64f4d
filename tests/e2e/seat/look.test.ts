import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { findAccessibilityProblems } from '../../support/accessibility'
import { chromiumMissing } from '../../support/chromium'
import { ratingsOnly, RatingLab } from '../../support/seat/rating-lab'
import { openAnswer, RaterRobot } from '../../support/seat/rater-robot'
import {
  countEmptyFrames,
  recordFrames,
  recordShifts,
  scrolledPx,
  type FrameRecord,
  surfacesOf,
} from './frame-probes.mjs'

const displays = [
  { name: '1280 × 720', viewport: { width: 1280, height: 720 }, deviceScaleFactor: 1 },
  { name: '1280 × 800', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  { name: '1920 × 1080', viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 1 },
  { name: '3840 × 2160', viewport: { width: 3840, height: 2160 }, deviceScaleFactor: 1 },
  { name: '3840 × 2160 at 200 %', viewport: { width: 1920, height: 1080 }, deviceScaleFactor: 2 },
] as const

describe.skipIf(chromiumMissing !== null)(`the rater's screen ${chromiumMissing ?? ''}`.trim(), () => {
  test.each(['light', 'dark'] as const)('passes axe on every screen in the %s theme', async (colorScheme) => {
    const lab = await RatingLab.open({ preset: 'experiment-1-heat-maps' })
    const desk = await lab.seat('Desk 1', { isBegun: false, language: 'de', context: { colorScheme } })
    const { page, sessionId } = desk
    const problems: string[] = []
    const checked = new Set<string>()
    const check = async (screen: string) => {
      expect(await page.evaluate(scrolledPx), screen).toEqual([0, 0])
      checked.add(screen)
      problems.push(...(await findAccessibilityProblems(page)).map((problem) => `${screen}: ${problem}`))
    }
    await check('start')
    await page.getByRole('button', { name: 'Erst den Bildschirm ausmessen' }).click()
    await check('calibration')
    await page.getByRole('button', { name: 'Überspringen' }).click()
    await check('test of the display')

    const robot = new RaterRobot(lab, desk, 'keyboard')
    const kinds = new Set<string>()
    await robot.rate(({ key, trial }) => kinds.size === kinds.add(trial.kind).size || key.includes('.item.1'))
    for (let next = lab.nextTrial(sessionId); next !== null; next = lab.nextTrial(sessionId)) {
      const { kind } = next.trial
      await openAnswer(page).first().waitFor()
      await check(kind)
      const seen = new Set([kind])
      await robot.answer(next)
      await robot.rate(({ trial }) => !seen.has(trial.kind) && trial.kind !== 'attention-check')
    }
    await page.getByRole('heading', { name: 'Vielen Dank' }).waitFor()
    await check('end')
    expect(checked).toContain('break')
    expect(problems).toEqual([])
  })

  test.each(['experiment-2', 'likert-5', 'likert-3'] as const)(
    'passes axe with %s, its dialog and its notices',
    async (preset) => {
      const lab = await RatingLab.open({ preset, change: (content) => ratingsOnly(content) })
      const { page, context, sessionId } = await lab.seat('Desk 1')
      await openAnswer(page).first().waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      await openAnswer(page).first().waitFor()
      await context.setOffline(true)
      await page.keyboard.press('1')
      await page.getByText('The connection is interrupted').waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
      await context.setOffline(false)
      await expect.poll(() => lab.answersOf(sessionId).length).toBe(1)
      await lab.act(sessionId, { kind: 'pause', reason: '' })
      await page.getByRole('heading', { name: 'Pause' }).waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
      await lab.act(sessionId, { kind: 'abort', reason: 'Fire drill' })
      await page.getByRole('heading', { name: 'Please wait for the supervisor.' }).waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
    },
  )

  test.each(displays)(
    'needs no scrolling on $name, with the longest texts',
    async ({ viewport, deviceScaleFactor }) => {
      for (const preset of ['experiment-1-heat-maps', 'experiment-2', 'likert-5'] as const) {
        const lab = await RatingLab.open({
          preset,
          classCount: 10,
          imagesPerClass: 1,
          // The pages before the ratings are the same for all.
          change: (content) => (preset === 'experiment-1-heat-maps' ? content : ratingsOnly(content)),
        })
        const desk = await lab.seat('Desk 1', { language: 'de', context: { viewport, deviceScaleFactor } })
        const robot = new RaterRobot(lab, desk, 'keyboard')
        for (let next = lab.nextTrial(desk.sessionId); next !== null && !next.key.endsWith('.item.2');) {
          await openAnswer(desk.page).first().waitFor()
          expect(await desk.page.evaluate(scrolledPx), `${preset} ${next.key}`).toEqual([0, 0])
          await robot.answer(next)
          next = lab.nextTrial(desk.sessionId)
        }
        await desk.context.close()
      }
    },
  )

  test('shows one stimulus after the other in the same place: no empty frame, no shift', async () => {
    const lab = await RatingLab.open({
      preset: 'experiment-1-heat-maps',
      imagesPerClass: 6,
      sizePx: 224,
      change: (content) => ratingsOnly(content, { breakEvery: null }),
    })
    const desk = await lab.seat('Desk 1', { isBegun: true })
    const { page } = desk
    await openAnswer(page).first().waitFor()
    const pictures = await watchPictures(page)
    await page.evaluate(recordShifts)
    await page.evaluate(recordFrames)
    const robot = new RaterRobot(lab, desk, 'keyboard')
    await robot.rate(({ key }) => key === '0.item.9')
    const frames = (await page.evaluate('recordedFrames')) as readonly FrameRecord[]
    const places = new Set(frames.map(({ place }) => place))
    expect(frames.length).toBeGreaterThan(100)
    expect(frames.filter(({ isWhole }) => !isWhole)).toEqual([])
    expect(new Set(frames.map(({ address }) => address)).size).toBeGreaterThanOrEqual(9)
    expect([...places]).toHaveLength(1)
    expect(await page.evaluate('recordedShifts')).toEqual([])

    // What Chromium drew: the heat-map on the left is blue in its mean, and neither the grey field nor white.
    const drawn = await pictures()
    expect(drawn.length).toBeGreaterThan(9)
    for (const { red, blue } of drawn) expect(blue - red).toBeGreaterThan(15)
  })

  test('builds the next screen ahead, out of sight and out of reach, and then shows that one', async () => {
    const lab = await RatingLab.open({ preset: 'experiment-2', change: (content) => ratingsOnly(content) })
    const { page, sessionId } = await lab.seat('Desk 1')
    await openAnswer(page).first().waitFor()
    const ahead = page.locator('section[inert]')
    await ahead.waitFor({ state: 'attached' })
    expect(await ahead.locator('img').isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: 'Fish' }).count()).toBe(1)
    await ahead.evaluate((section) => section.setAttribute('data-built-ahead', ''))
    const address = await ahead.locator('img').getAttribute('src')
    await page.keyboard.press('1')
    await lab.waitForAnswer(sessionId, '0.item.0')
    const built = page.locator('[data-built-ahead]:not([inert])')
    await built.waitFor()
    expect(await built.locator('img').getAttribute('src')).toBe(address)
    const hasFocus = () => page.evaluate('document.activeElement.hasAttribute("data-built-ahead")')
    await expect.poll(hasFocus).toBe(true)
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('2')
    await lab.waitForAnswer(sessionId, '0.item.1')
    const [, second] = lab.answersOf(sessionId)
    expect(second!.onsetMs! + second!.responseMs!).toBeGreaterThan(lab.answersOf(sessionId)[0]!.onsetMs!)
    expect(second!.responseMs!).toBeGreaterThan(0)
  })

  test('marks no answer of a stimulus because the mouse still rests on the last one', async () => {
    const lab = await RatingLab.open({ preset: 'experiment-2', change: (content) => ratingsOnly(content) })
    const { page, sessionId } = await lab.seat('Desk 1')
    await openAnswer(page).nth(2).click()
    await lab.waitForAnswer(sessionId, '0.item.0')
    await openAnswer(page).first().waitFor()
    const surfaces = () => openAnswer(page).evaluateAll(surfacesOf)
    // Chromium looks what is under a mouse that rests some frames after the layout.
    await expect.poll(async () => (await surfaces()).filter(({ isHovered }) => isHovered)).toHaveLength(1)
    expect(new Set((await surfaces()).map(({ colour }) => colour)).size).toBe(1)
  })

  test.each(['en', 'de'] as const)(
    'moves nothing and is never empty in a whole session in %s',
    async (language) => {
      const lab = await RatingLab.open({ preset: 'experiment-2', imagesPerClass: 3 })
      const desk = await lab.seat('Desk 1', { language })
      const { page } = desk
      await openAnswer(page).first().waitFor()
      await page.evaluate(recordShifts)
      await page.evaluate(countEmptyFrames)
      await new RaterRobot(lab, desk, 'keyboard').rate()
      await page.getByRole('heading', { name: language === 'de' ? 'Vielen Dank' : 'Thank you' }).waitFor()
      expect(await page.evaluate('recordedShifts')).toEqual([])
      expect(await page.evaluate('emptyFrames')).toBe(0)
      expect(await page.evaluate('countedFrames')).toBeGreaterThan(100)
    },
  )
})

/** Collects every frame that is drawn, and gives the mean colour where the left picture stands. */
async function watchPictures(page: Page): Promise<() => Promise<readonly { red: number; blue: number }[]>> {
  const box = (await page.locator('main img').first().boundingBox())!
  const session = await page.context().newCDPSession(page)
  const frames: Buffer[] = []
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push(Buffer.from(data, 'base64'))
    void session.send('Page.screencastFrameAck', { sessionId })
  })
  await session.send('Page.startScreencast', { format: 'png', everyNthFrame: 1 })
  return async () => {
    await session.send('Page.stopScreencast')
    const area = {
      left: Math.ceil(box.x) + 2,
      top: Math.ceil(box.y) + 2,
      width: Math.floor(box.width) - 4,
      height: Math.floor(box.height) - 4,
    }
    return Promise.all(
      frames.map(async (frame) => {
        const { channels } = await sharp(await sharp(frame).extract(area).toBuffer()).stats()
        return { red: channels[0]!.mean, blue: channels[2]!.mean }
      }),
    )
  }
}
