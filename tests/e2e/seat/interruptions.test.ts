import { describe, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import type { SentScreen } from '../../../src/shared/seat-session'
import { findAccessibilityProblems } from '../../support/accessibility'
import { chromiumMissing } from '../../support/chromium'
import { begin, declaredData, ratingsOnly, RatingLab, type LabDesk } from '../../support/seat/rating-lab'
import { openAnswer, RaterRobot } from '../../support/seat/rater-robot'
import type { RatedStudyOptions } from '../../support/rated-study'

const openLab = (options: Partial<RatedStudyOptions> = {}): Promise<RatingLab> =>
  RatingLab.open({ preset: 'experiment-2', change: (content) => ratingsOnly(content), ...options })

const keysOf = (lab: RatingLab, { sessionId }: LabDesk): readonly string[] =>
  lab.answersOf(sessionId).map(({ trialKey }) => trialKey)

const seen = (page: Page, text: string): Promise<void> => page.getByText(text).waitFor()

/** Gives the first answer, and waits until it may be taken back. */
async function answerFirst(lab: RatingLab, { page, sessionId }: LabDesk): Promise<void> {
  await openAnswer(page).first().waitFor()
  await page.keyboard.press('1')
  await lab.waitForAnswer(sessionId, '0.item.0')
  await page.getByRole('button', { name: 'Take back the last answer' }).waitFor()
  await openAnswer(page).first().waitFor()
}

/** Where screen readers go on. */
const focusedWords = (page: Page): Promise<unknown> => page.evaluate('document.activeElement.innerText')

/** Opens the supervisor's dialog, and acts in it by keyboard. */
async function unlock(page: Page, pin: string, action: string, reason = ''): Promise<void> {
  await page.getByRole('button', { name: 'Supervisor' }).click()
  await page.getByLabel('PIN of the supervisor').fill(pin)
  await page.getByLabel('Reason or note').fill(reason)
  await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).press('Enter')
}

describe.skipIf(chromiumMissing !== null)(`a session ${chromiumMissing ?? ''}`.trim(), () => {
  test('goes on at the right screen after its page was loaded again', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const robot = new RaterRobot(lab, desk, 'keyboard')
    await robot.rate(({ key }) => key === '0.item.3')
    const before = lab.answersOf(desk.sessionId)
    await desk.page.reload()
    await begin(desk.page)
    await robot.rate()
    await seen(desk.page, 'Thank you')
    expect(keysOf(lab, desk)).toEqual(robot.answers.map(({ trialKey }) => trialKey))
    const onsets = lab.answersOf(desk.sessionId).map(({ onsetMs }) => onsetMs!)
    expect(onsets).toEqual([...onsets].sort((one, other) => one - other)) // one clock, over the reload
    expect(onsets[before.length]! - onsets[before.length - 1]!).toBeLessThan(30_000)
    const [session] = await lab.supervise('sessions.list', undefined)
    expect(session!.view.incidents.map(({ kind }) => kind)).toEqual(['page-reloaded'])
  })

  test('loses no answer while the network is away, and goes on by itself when it is back', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page, context } = desk
    const robot = new RaterRobot(lab, desk, 'keyboard')
    await robot.rate(({ key }) => key === '0.item.2')
    await openAnswer(page).first().waitFor()
    await context.setOffline(true)
    await page.keyboard.press('1')
    await seen(page, 'Your answer is kept on this computer')
    await seen(page, 'Saving')
    await page.keyboard.press('2') // changes nothing: the screen has its answer
    const answered = keysOf(lab, desk).length
    await context.setOffline(false)
    await expect.poll(() => keysOf(lab, desk).length).toBe(answered + 1)
    await robot.rate()
    await seen(page, 'Thank you')
    expect(lab.answersOf(desk.sessionId).find(({ trialKey }) => trialKey === '0.item.2')!.answer).toBe('fish')
    expect(new Set(keysOf(lab, desk)).size).toBe(keysOf(lab, desk).length)
  })

  test('keeps an unsent answer over a reload, and does not ask for it again', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    await page.route('**/api/call', (route) =>
      route.request().postData()?.includes('seat.answer') === true
        ? route.abort('connectionrefused')
        : route.continue(),
    )
    await page.keyboard.press('2')
    await seen(page, 'Your answer is kept on this computer')
    expect(keysOf(lab, desk)).toEqual([])
    await page.reload()
    await begin(page)
    await seen(page, 'Your answer is kept on this computer')
    expect(await openAnswer(page).count()).toBe(0)
    await page.unroute('**/api/call')
    await expect.poll(() => keysOf(lab, desk).length).toBe(1)
    expect(lab.answersOf(desk.sessionId)[0]!.answer).toBe('dog')
    await openAnswer(page).first().waitFor()
    expect(lab.nextTrial(desk.sessionId)!.key).not.toBe('0.item.0')
  })

  test('stores an answer once, although its acknowledgement was lost', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    let lostCount = 0
    await page.route('**/api/call', async (route) => {
      if (lostCount > 1 || route.request().postData()?.includes('seat.answer') !== true)
        return route.continue()
      lostCount += 1
      await route.fetch() // the host has it, the desk does not know
      return route.abort('connectionreset')
    })
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('1')
    await expect.poll(() => lostCount).toBe(2)
    await openAnswer(page).first().waitFor()
    expect(keysOf(lab, desk)).toEqual(['0.item.0'])
  })

  test('does not go back to an answered screen by an event that its answer has overtaken', async () => {
    const lab = await openLab()
    const { page, seatId, sessionId } = await lab.seat('Desk 1')
    await openAnswer(page).first().waitFor()
    const caller = { role: 'seat', seatId } as const
    const { value: before } = (await lab.host.answer({
      caller,
      procedure: 'seat.screen',
      input: undefined,
    })) as {
      readonly value: SentScreen
    }
    await page.keyboard.press('1')
    await lab.waitForAnswer(sessionId, '0.item.0')
    await openAnswer(page).first().waitFor()
    const shown = await page.locator('main img').first().getAttribute('src')
    lab.host.hub.publish('seat.screenChanged', before, seatId)
    await page.waitForTimeout(500)
    expect(await page.locator('main img').first().getAttribute('src')).toBe(shown)
    await page.keyboard.press('2')
    await lab.waitForAnswer(sessionId, '0.item.1')
  })

  test('takes an answer back when the network is there again', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page, context } = desk
    await answerFirst(lab, desk)
    await context.setOffline(true)
    await page.keyboard.press('Backspace')
    await seen(page, 'Your last answer is taken back as soon as it is there again')
    expect(await openAnswer(page).count()).toBe(0)
    await context.setOffline(false)
    await seen(page, '0 of')
    await openAnswer(page).first().waitFor()
    expect(lab.nextTrial(desk.sessionId)!.key).toBe('0.item.0')
    expect(await page.getByText('The connection is interrupted').count()).toBe(0)
  })

  test('takes one answer back, although the acknowledgement of that was lost', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await answerFirst(lab, desk)
    let lostCount = 0
    await page.route('**/api/call', async (route) => {
      if (lostCount > 0 || route.request().postData()?.includes('seat.undo') !== true) return route.continue()
      lostCount += 1
      await route.fetch()
      return route.abort('connectionreset')
    })
    await page.keyboard.press('Backspace')
    await seen(page, '0 of')
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('2')
    await lab.waitForAnswer(desk.sessionId, '0.item.0')
    expect(lab.answersOf(desk.sessionId)).toMatchObject([
      { trialKey: '0.item.0', answer: 'fish', attempt: 1 },
      { trialKey: '0.item.0', answer: 'dog', attempt: 2 },
    ])
  })

  test('pauses and continues by the supervisor, and shows the same screen anew', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page, sessionId } = desk
    await openAnswer(page).first().waitFor()
    await lab.act(sessionId, { kind: 'pause', reason: 'Fire drill' })
    await page.getByRole('heading', { name: 'Pause' }).waitFor()
    await expect.poll(() => focusedWords(page)).toContain('Pause')
    await page.keyboard.press('1')
    await lab.act(sessionId, { kind: 'continue' })
    await openAnswer(page).first().waitFor()
    expect(keysOf(lab, desk)).toEqual([])
    await page.keyboard.press('1')
    await expect.poll(() => keysOf(lab, desk).length).toBe(1)
  })

  test('in two pages of one desk has one answer for each screen', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page, context } = desk
    await openAnswer(page).first().waitFor()
    const other = await context.newPage()
    await other.goto(page.url())
    await begin(other)
    await openAnswer(other).first().waitFor()
    await page.bringToFront()
    await page.keyboard.press('1')
    await lab.waitForAnswer(desk.sessionId, '0.item.0')
    await other.bringToFront()
    await other.keyboard.press('2') // of a screen that is answered: it is let go, and the next one comes
    await other.getByText('1 of').first().waitFor()
    await openAnswer(other).first().waitFor()
    await other.keyboard.press('2')
    await lab.waitForAnswer(desk.sessionId, '0.item.1')
    expect(lab.answersOf(desk.sessionId)).toMatchObject([
      { trialKey: '0.item.0', answer: 'fish' },
      { trialKey: '0.item.1', answer: 'dog' },
    ])
  })

  test('is paused, continued, aborted, resumed and closed at the desk, with the PIN and by keyboard only', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page, sessionId } = desk
    await openAnswer(page).first().waitFor()
    await unlock(page, '1111', 'Pause')
    await page.getByRole('alert').getByText('This is not the PIN').waitFor()
    expect(await page.evaluate('document.activeElement.id')).toBe('unlock-pin')
    expect(await page.getByLabel('PIN of the supervisor').inputValue()).toBe('')
    expect(await lab.stateOf(sessionId)).toBe('running')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    await unlock(page, '4711', 'Pause')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => focusedWords(page)).toContain('Pause')
    await unlock(page, '4711', 'Continue')
    await openAnswer(page).first().waitFor()

    await unlock(page, '4711', 'Abort session')
    await page.getByRole('alert').getByText('please write a reason').waitFor()
    await page.keyboard.press('Escape')
    await unlock(page, '4711', 'Abort session', 'Felt unwell')
    await seen(page, 'Please wait for the supervisor.')
    expect(await lab.stateOf(sessionId)).toBe('aborted')
    await unlock(page, '4711', 'Resume')
    await openAnswer(page).first().waitFor()
    expect(await lab.stateOf(sessionId)).toBe('running')
    await unlock(page, '4711', 'Close this screen')
    await page.getByRole('heading', { name: 'Desk 1' }).waitFor()
    expect(await lab.stateOf(sessionId)).toBe('interrupted')
  })

  test('is refused at the desk in the words of its language', async () => {
    const lab = await openLab()
    const { page, sessionId } = await lab.seat('Desk 1', { language: 'de' })
    await page.keyboard.press('Escape')
    await page.getByLabel('PIN der Versuchsleitung').fill('1111')
    const pause = page.getByRole('button', { name: 'Anhalten' })
    await pause.click()
    await page.getByRole('alert').getByText('Das ist nicht die PIN.').waitFor()
    for (let tries = 1; tries < 5; tries++) {
      await page.getByLabel('PIN der Versuchsleitung').fill('1111')
      await pause.click()
      await expect.poll(() => page.getByLabel('PIN der Versuchsleitung').inputValue()).toBe('')
    }
    await page.getByRole('alert').getByText('Zu viele falsche PINs').waitFor()
    const seconds = page.getByRole('timer')
    const left = async (): Promise<number> => {
      const [, count] = /^Sekunden bis zum nächsten Versuch: (\d+)$/.exec(await seconds.innerText())!
      return Number(count)
    }
    const atFirst = await left()
    expect(atFirst).toBeLessThanOrEqual(10)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await expect.poll(left).toBeLessThan(atFirst)
    // not read out each second: it is in no live region, and the one beside it says the same all the while
    expect(
      await page.locator('[aria-live], [role="alert"], [role="status"]').getByText('Sekunden').count(),
    ).toBe(0)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.keyboard.press('Escape')
    expect(await left()).toBeLessThan(atFirst)

    await page.reload() // forgets the wait, the host does not
    await begin(page)
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByLabel('PIN der Versuchsleitung').fill('4711')
    await pause.click()
    await seconds.waitFor()
    await page.getByRole('alert').getByText('Zu viele falsche PINs').waitFor()
    expect(await lab.stateOf(sessionId)).toBe('running')
    await page.getByRole('alert').getByText('Die PIN kann jetzt wieder').waitFor()
    expect(await seconds.count()).toBe(0)
    await pause.click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await lab.stateOf(sessionId)).toBe('paused')
  })

  test('keeps the keyboard in the dialog, and its keys from the screen below', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page } = desk
    await openAnswer(page).first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.type('123')
    for (let tabs = 0; tabs < 12; tabs++) {
      await page.keyboard.press('Tab')
      expect(await page.evaluate(`document.activeElement.closest('[role=dialog]') !== null`)).toBe(true)
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(keysOf(lab, desk)).toEqual([])
  })

  test('ends where the person does not agree to take part', async () => {
    const lab = await openLab({ change: (content) => content })
    const desk = await lab.seat('Desk 1')
    await openAnswer(desk.page, 'decline').click()
    await seen(desk.page, 'Nothing more is recorded')
    expect(await lab.stateOf(desk.sessionId)).toBe('aborted')
  })

  test('does not meet the other one at the next desk', async () => {
    const lab = await openLab()
    const desks = [await lab.seat('Desk 1'), await lab.seat('Desk 2', { language: 'de' })]
    const robots = desks.map(
      (desk, index) => new RaterRobot(lab, desk, index === 0 ? 'keyboard' : 'mouse', index),
    )
    await Promise.all(robots.map((robot) => robot.rate()))
    await seen(desks[0]!.page, 'Thank you')
    await seen(desks[1]!.page, 'Vielen Dank')
    for (const [index, desk] of desks.entries()) {
      expect(keysOf(lab, desk)).toEqual(robots[index]!.answers.map(({ trialKey }) => trialKey))
      const rows = lab.answersOf(desk.sessionId)
      expect(rows.map(declaredData)).toEqual(robots[index]!.answers.map(({ data }) => data))
    }
    await desks[0]!.page.getByRole('heading', { name: 'Thank you' }).waitFor()
  })

  test('tests its desk once, however often the button for that is pressed', async () => {
    const lab = await openLab()
    const { page, sessionId } = await lab.seat('Desk 1', { isBegun: false })
    await page.getByRole('button', { name: 'Fill the screen and begin' }).dblclick()
    await openAnswer(page).first().waitFor()
    const reports = lab.host.studies.current!.sessionEvents.list(sessionId, 'station-report')
    expect(reports).toHaveLength(1)
  })

  test('tells the host about its desk: what the test of two seconds found, and the size of the display', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1', { isBegun: false, context: { colorScheme: 'dark' } })
    const { page } = desk
    await page.getByRole('button', { name: 'Measure the display first' }).click()
    await page.getByLabel('Width of the frame').fill('428')
    await page.getByLabel('Distance from your eyes').fill('60')
    await page.getByRole('button', { name: 'The frame fits the card' }).click()
    await openAnswer(page).first().waitFor()
    const [session] = await lab.supervise('sessions.list', undefined)
    expect(session!.station).toMatchObject({
      isFullScreen: true,
      colourScheme: 'dark',
      viewport: { width: 1280, height: 720 },
      calibration: { cssPixelsPerMm: 5, viewingDistanceMm: 600 },
      selfTest: { frameIntervalMs: { count: 90 }, inputDelayMs: { count: 40 } },
    })
  })
})
