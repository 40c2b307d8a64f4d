import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { ProtocolContent } from '../../../src/shared/protocol'
import { chromiumMissing } from '../../support/chromium'
import { begin } from '../../support/seat/lab'
import { ratingsOnly, RatingLab, type LabDesk } from '../../support/seat/rating-lab'
import { openAnswer } from '../../support/seat/rater-robot'

/** Pairs, and nothing before them. */
const openLab = (answering: Partial<ProtocolContent['answering']> = {}, timeline = {}): Promise<RatingLab> =>
  RatingLab.open({
    preset: 'experiment-1-heat-maps',
    change: (content) => {
      const short = ratingsOnly(content, { breakEvery: null, checkEvery: null, ...timeline })
      return { ...short, answering: { ...short.answering, minimumViewMs: 0, ...answering } }
    },
  })

const answerCount = (lab: RatingLab, { sessionId }: LabDesk): number => lab.answersOf(sessionId).length
const untilAnswers = (lab: RatingLab, desk: LabDesk, count: number): Promise<unknown> =>
  expect.poll(() => answerCount(lab, desk)).toBe(count)

/** Element Timing as on a busy computer: of a later frame, and told after the minimum time since the first. */
const tellLate = `{
  const { PerformanceObserver } = window
  window.PerformanceObserver = class extends PerformanceObserver {
    static supportedEntryTypes = PerformanceObserver.supportedEntryTypes
    constructor(hear) {
      super((list) => setTimeout(() => hear({
        getEntries: () => list.getEntries().map(({ identifier, renderTime }) => ({ identifier, renderTime: renderTime + 120 })),
      }), 150))
    }
  }
}`

/** Presses a moment after the screen said that presses count. */
const pressWhenOpen = `new Promise((resolve) => {
  const press = () => {
    if (document.querySelector('button[data-choice][aria-disabled="false"]') === null) return
    observer.disconnect()
    const key = () => new KeyboardEvent('keydown', { code: 'Digit1', key: '1', bubbles: true })
    setTimeout(() => resolve(document.body.dispatchEvent(key())), 60)
  }
  const observer = new MutationObserver(press)
  observer.observe(document.body, { subtree: true, childList: true, attributes: true })
  press()
})`

/**
 * Gives an answer by key and another by a click soon after the screen is there, from within the page: from here it would come
 * too late on a slow machine. Tells whether the screen said that they count.
 */
const pressTooSoon = `void (window.saidThatTheyCount = new Promise((resolve) => {
  const press = () => {
    const [first, second] = document.querySelectorAll('button[data-choice]')
    document.body.dispatchEvent(new KeyboardEvent('keydown', { code: 'Digit1', key: '1', bubbles: true }))
    second.click()
    resolve(first.getAttribute('aria-disabled') === 'false')
  }
  const observer = new MutationObserver(() => {
    if (document.querySelector('button[data-choice]') === null) return
    observer.disconnect()
    setTimeout(press, 300)
  })
  observer.observe(document.body, { subtree: true, childList: true })
}))`

/** Lays the supervisor's dialog over the screen for a time. */
async function cover(page: Page, durationMs: number): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor()
  await page.waitForTimeout(durationMs)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

/** Puts the page behind another tab for a time, as far as it can tell. */
const hidePage = (durationMs: number) => `new Promise((resolve) => {
  const become = (isHidden) => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))
  }
  become(true)
  setTimeout(() => resolve(become(false)), ${durationMs})
})`

/** Time enough for an answer that must not be there. */
const aMoment = (page: Page): Promise<void> => page.waitForTimeout(400)

describe.skipIf(chromiumMissing !== null)(`answers count ${chromiumMissing ?? ''}`.trim(), () => {
  test('once for a key that is held, over all the screens that come while it is', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    await page.keyboard.down('1')
    await untilAnswers(lab, desk, 1)
    await openAnswer(page).first().waitFor() // the next trial takes answers
    for (let repeats = 0; repeats < 30; repeats++) await page.keyboard.down('1')
    await aMoment(page)
    expect(answerCount(lab, desk)).toBe(1)
    await page.keyboard.up('1')
    await page.keyboard.press('1')
    await untilAnswers(lab, desk, 2)
  })

  test('once for Enter that is held on a button that has the focus', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page, 'right').focus()
    await page.keyboard.down('Enter')
    await untilAnswers(lab, desk, 1)
    await openAnswer(page, 'left').focus()
    for (let repeats = 0; repeats < 10; repeats++) await page.keyboard.down('Enter')
    await aMoment(page)
    expect(answerCount(lab, desk)).toBe(1)
    await page.keyboard.up('Enter')
    await page.keyboard.press('Space')
    await untilAnswers(lab, desk, 2)
    const [first, second] = lab.answersOf(desk.sessionId)
    expect([first!.answer, second!.answer]).toEqual(['model', 'model'])
    expect(first!.chosenModelId).not.toBe(first!.leftModelId)
    expect(second!.chosenModelId).toBe(second!.leftModelId)
  })

  test('not before the stimulus was seen for its minimum time', async () => {
    const lab = await openLab({ minimumViewMs: 3000 })
    const desk = await lab.seat('Desk 1', { isBegun: false })
    const { page } = desk
    await page.evaluate(pressTooSoon)
    await begin(page)
    expect(await page.evaluate('window.saidThatTheyCount')).toBe(false)
    await openAnswer(page).first().waitFor()
    expect(answerCount(lab, desk)).toBe(0)
    await page.keyboard.press('2')
    await untilAnswers(lab, desk, 1)
    const [only] = lab.answersOf(desk.sessionId)
    expect(only!.answer).toBe('equal')
    expect(only!.responseMs).toBeGreaterThanOrEqual(3000)
  })

  test('as none, after exactly the time that there was', async () => {
    const lab = await openLab({ timeoutMs: 1000 })
    const desk = await lab.seat('Desk 1')
    await expect.poll(() => answerCount(lab, desk)).toBeGreaterThan(1) // a slow machine may miss that it is two
    const [first] = lab.answersOf(desk.sessionId)
    expect(first).toMatchObject({ answer: null, chosenModelId: null, responseMs: 1000, inputDevice: null })
  })

  test('for a press and release on one button, and not where somebody slid off', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page, 'left').hover()
    await page.mouse.down()
    await openAnswer(page, 'right').hover()
    await page.mouse.up()
    await aMoment(page)
    expect(answerCount(lab, desk)).toBe(0)
    await openAnswer(page, 'right').click()
    await untilAnswers(lab, desk, 1)
    expect(lab.answersOf(desk.sessionId)[0]!.inputDevice).toBe('mouse')
  })

  test('for a click without a press, as of a screen reader, timed from the click', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    const pressedMs = await page.evaluate('performance.now()')
    await page.mouse.click(5, 5) // a press on nothing, which is not this click's
    await aMoment(page)
    const clickedMs = await page.evaluate(
      `{ document.querySelector('button[data-choice="right"]').click(); performance.now() }`,
    )
    await untilAnswers(lab, desk, 1)
    const [only] = lab.answersOf(desk.sessionId)
    expect(only).toMatchObject({ answer: 'model', inputDevice: null })
    expect(only!.responseMs).toBeGreaterThan(Number(clickedMs) - Number(pressedMs) - 100)
  })

  test('not with Ctrl, Alt or a key of nobody', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    for (const keys of ['Control+1', 'Alt+2', '7', 'x', 'Tab', 'F2']) await page.keyboard.press(keys)
    await aMoment(page)
    expect(answerCount(lab, desk)).toBe(0)
    await page.keyboard.press('ArrowRight')
    await untilAnswers(lab, desk, 1)
  })

  test('by their place on the keyboard, whatever the layout prints there', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    await openAnswer(desk.page).first().waitFor()
    // The key that says 1 on French keyboards, without Shift.
    await desk.page.evaluate(
      `dispatchEvent.call(document.body, new KeyboardEvent('keydown', { code: 'Digit2', key: 'é', bubbles: true }))`,
    )
    await untilAnswers(lab, desk, 1)
    expect(lab.answersOf(desk.sessionId)[0]!.answer).toBe('equal')
  })

  test('until they are taken back: what was said first stays on record', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('1')
    await untilAnswers(lab, desk, 1)
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('Backspace')
    await page.getByText('0 of').waitFor()
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('2')
    await untilAnswers(lab, desk, 2)
    await openAnswer(page).first().waitFor()
    await page.getByRole('button', { name: 'Take back the last answer' }).click()
    await page.getByText('0 of').waitFor()
    await openAnswer(page, 'right').click()
    await untilAnswers(lab, desk, 3)
    expect(
      lab.answersOf(desk.sessionId).map(({ trialKey, answer, attempt }) => [trialKey, answer, attempt]),
    ).toEqual([
      ['0.item.0', 'model', 1],
      ['0.item.0', 'equal', 2],
      ['0.item.0', 'model', 3],
    ])
  })

  test('with the focus losses and the hidden time of their own screen', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    await page.evaluate(`dispatchEvent(new Event('blur'))`)
    await cover(page, 300)
    await page.evaluate(hidePage(200))
    await page.keyboard.press('1')
    await untilAnswers(lab, desk, 1)
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('1')
    await untilAnswers(lab, desk, 2)
    const [first, second] = lab.answersOf(desk.sessionId)
    expect(first!.focusLosses).toBe(1)
    expect(first!.hiddenMs).toBeGreaterThanOrEqual(500)
    expect(second).toMatchObject({ focusLosses: 0, hiddenMs: 0, fullScreenExits: 0 })
  })

  test('timed from when their screen first stood there, whatever lay over it since', async () => {
    const lab = await RatingLab.open({
      preset: 'experiment-1-heat-maps',
      change: (content) => ({
        ...content,
        timeline: content.timeline.filter(
          ({ type }) => type === 'instructions' || type === 'rating' || type === 'end',
        ),
      }),
    })
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    await cover(page, 1000)
    await page.keyboard.press('Enter')
    await untilAnswers(lab, desk, 1)
    const [instruction] = lab.answersOf(desk.sessionId)
    expect(instruction!.trialType).toBe('instruction')
    expect(instruction!.hiddenMs).toBeGreaterThanOrEqual(1000)
    expect(instruction!.responseMs).toBeGreaterThanOrEqual(instruction!.hiddenMs)
  })

  test('as soon as the screen says that they do, however late the browser tells of its onset', async () => {
    const lab = await openLab({ minimumViewMs: 100 })
    const desk = await lab.seat('Desk 1', { isBegun: false })
    await desk.page.evaluate(tellLate)
    await begin(desk.page)
    await desk.page.evaluate(pressWhenOpen)
    await untilAnswers(lab, desk, 1)
    expect(lab.answersOf(desk.sessionId)[0]!.responseMs).toBeGreaterThanOrEqual(100)
  })

  test('with the exits from full screen, which the screen offers to undo', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    const back = page.getByRole('button', { name: 'Back to full screen' })
    await page.evaluate('document.exitFullscreen()')
    await back.waitFor()
    await page.keyboard.press('1')
    await untilAnswers(lab, desk, 1)
    await openAnswer(page).first().waitFor()
    await back.click()
    await back.waitFor({ state: 'detached' })
    await page.keyboard.press('1')
    await untilAnswers(lab, desk, 2)
    expect(lab.answersOf(desk.sessionId).map(({ fullScreenExits }) => fullScreenExits)).toEqual([1, 0])
  })
})
