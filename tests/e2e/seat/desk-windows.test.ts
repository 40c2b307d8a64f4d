import { describe, expect, test, vi } from 'vitest'
import type { Rating } from '../../../src/shared/records/session-records'
import { usesRealElectron } from '../../support/electron/launch'
import { begin, labPin, type LabDesk } from '../../support/seat/lab'
import { ElectronLab } from '../../support/seat/electron-lab'
import { declaredData, ratingsOnly } from '../../support/seat/rating-lab'
import { openAnswer, RaterRobot } from '../../support/seat/rater-robot'
import { plugInScreen } from '../../support/electron/screens'
import { carriers } from '../../support/studio-app'

vi.setConfig({ testTimeout: 90_000 })

const { place, missing } = carriers.ipc

const openLab = (): Promise<ElectronLab> =>
  ElectronLab.open({ preset: 'experiment-2', imagesPerClass: 2, change: (content) => ratingsOnly(content) })

const isFourth = ({ key }: { readonly key: string }): boolean => key === '0.item.3'

/** Every answer is there once, as it was pressed, and nothing is missing. */
async function expectWhole(lab: ElectronLab, { page, sessionId }: LabDesk, robots: readonly RaterRobot[]) {
  await page.getByText('Thank you').waitFor()
  expect(await lab.stateOf(sessionId)).toBe('complete')
  const pressed = robots.flatMap(({ answers }) => answers.map(({ trialKey }) => trialKey))
  expect(lab.answersOf(sessionId).map(({ trialKey }) => trialKey)).toEqual(pressed)
  expect(new Set(pressed).size).toBe(pressed.length)
}

describe.skipIf(missing !== null)(`a session in a window of ${place} ${missing ?? ''}`.trim(), () => {
  test('goes on at the right screen after its page was loaded again', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const robot = new RaterRobot(lab, desk, 'mouse')
    await robot.rate(isFourth)
    await desk.page.reload()
    await begin(desk.page)
    await robot.rate()
    await expectWhole(lab, desk, [robot])
  })

  test('is aborted and resumed from the studio, at the same window', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { page, sessionId, seatId } = desk
    const robot = new RaterRobot(lab, desk, 'mouse')
    await robot.rate(isFourth)
    await lab.act(sessionId, { kind: 'abort', reason: 'Felt unwell' })
    await page.getByText('Please wait for the supervisor.').waitFor()
    expect(await lab.stateOf(sessionId)).toBe('aborted')
    await lab.act(sessionId, { kind: 'resume', seatId })
    await robot.rate()
    await expectWhole(lab, desk, [robot])
  })

  test('goes on in a new window when its own is gone', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { sessionId, seatId } = desk
    const first = new RaterRobot(lab, desk, 'mouse')
    await first.rate(isFourth)
    await lab.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.isKiosk())!
        .destroy()
    }, null)
    await expect.poll(async () => (await lab.deskPages()).length).toBe(0)
    const page = await lab.openWindow(seatId)
    expect(await lab.stateOf(sessionId)).toBe('running') // as long as it is not gone for too long
    await begin(page)
    const again = { ...desk, page }
    const second = new RaterRobot(lab, again, 'mouse')
    await second.rate()
    await expectWhole(lab, again, [first, second])
  })

  test('comes back by itself after its page crashed, at the right screen, with the crash on record', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { sessionId } = desk
    const first = new RaterRobot(lab, desk, 'mouse')
    await first.rate(isFourth)
    await openAnswer(desk.page).first().waitFor()
    await lab.crash(desk)
    const page = await lab.pageAfterCrash(desk)
    expect(await lab.stateOf(sessionId)).toBe('running')
    await begin(page)
    const again = { ...desk, page }
    const second = new RaterRobot(lab, again, 'mouse')
    await second.rate()
    await expectWhole(lab, again, [first, second])

    const [crash, ...others] = lab.study.sessionEvents.list(sessionId, 'window-page-crashed')
    expect(others).toEqual([])
    expect(['crashed', 'killed']).toContain(crash!.details['reason'])
    expect(lab.study.sessionEvents.list(sessionId, 'station-report')).toHaveLength(2)
    const rows = lab.answersOf(sessionId)
    const [before, after] = [rows[first.answers.length - 1]!, rows[first.answers.length]!]
    expect([before.recordedAt, crash!.recordedAt, after.recordedAt]).toEqual(
      [before.recordedAt, crash!.recordedAt, after.recordedAt].toSorted(),
    )
    // one clock, over the crash: the gap is between the onsets
    expect(after.onsetMs! - before.onsetMs!).toBeGreaterThan(
      Date.parse(crash!.recordedAt) - Date.parse(before.recordedAt),
    )
  })

  test('keeps an answer once whose screen crashed when it was stored', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { sessionId } = desk
    await openAnswer(desk.page).first().waitFor()
    await desk.page.keyboard.press('2')
    await lab.waitForAnswer(sessionId, '0.item.0')
    await lab.crash(desk)
    const page = await lab.pageAfterCrash(desk)
    await begin(page)
    await openAnswer(page).first().waitFor()
    expect(lab.answersOf(sessionId)).toMatchObject([{ trialKey: '0.item.0', answer: 'dog', attempt: 1 }])
    const again = { ...desk, page }
    const robot = new RaterRobot(lab, again, 'keyboard')
    await robot.rate()
    expect(await lab.stateOf(sessionId)).toBe('complete')
    const keys = lab.answersOf(sessionId).map(({ trialKey }) => trialKey)
    expect(keys).toEqual(['0.item.0', ...robot.answers.map(({ trialKey }) => trialKey)])
  })

  test('is left to the supervisor when its page crashes again and again', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { seatId } = desk
    const first = new RaterRobot(lab, desk, 'mouse')
    await first.rate(isFourth)
    for (let crashes = 0; crashes < 3; crashes++) {
      await lab.recovered()
      await lab.crash(desk)
    }
    const openSeats = async () =>
      (await lab.supervise('desk.displays', undefined))!.map((each) => each.seatId)
    await expect.poll(openSeats).not.toContain(seatId)
    expect((await lab.supervise('seats.list', undefined)).find(({ id }) => id === seatId)).toMatchObject({
      isConnected: false,
    })
    const page = await lab.openWindow(seatId)
    await begin(page)
    const again = { ...desk, page }
    const second = new RaterRobot(lab, again, 'mouse')
    await second.rate()
    await expectWhole(lab, again, [first, second])
  })

  test('is interrupted by quitting, and goes on after the program was started again', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const { sessionId } = desk
    const first = new RaterRobot(lab, desk, 'mouse')
    await first.rate(isFourth)
    await lab.quit()
    expect(lab.study.sessions.get(sessionId).state).toBe('interrupted')
    await lab.start()
    const { id: seatId } = await lab.supervise('seats.create', { label: 'Desk 2' })
    const page = await lab.openWindow(seatId)
    await lab.act(sessionId, { kind: 'resume', seatId })
    await begin(page)
    const again = { ...desk, page, seatId }
    const second = new RaterRobot(lab, again, 'mouse')
    await second.rate()
    await expectWhole(lab, again, [first, second])
  })
})

describe.skipIf(missing !== null)(`two windows of ${place} ${missing ?? ''}`.trim(), () => {
  /** Two people at two screens of one machine; null where it has one screen. */
  async function seatTwo() {
    const lab = await openLab()
    if (!usesRealElectron) await plugInScreen(lab.app) // the first screen shows the studio
    const displays = (await lab.supervise('desk.displays', undefined))!
    if (displays.length < 2) return null
    const desks = [await lab.seat('Desk 1'), await lab.seat('Desk 2', { language: 'de' })] as const
    const [one, other] = desks
    return {
      lab,
      desks,
      robots: [new RaterRobot(lab, one, 'mouse', 1), new RaterRobot(lab, other, 'keyboard', 2)] as const,
    }
  }

  test('store the answers of two sessions, each once and with its own, however they come', async ({
    skip,
  }) => {
    const two = await seatTwo()
    if (two === null) return skip('this machine has one screen')
    const { lab, desks, robots } = two
    const displays = (await lab.supervise('desk.displays', undefined))!
    const seatIds = desks.map(({ seatId }) => seatId)
    expect(displays.flatMap(({ seatId }) => seatId ?? []).toSorted()).toEqual(seatIds.toSorted())

    // each answers one screen, and the next only when both have
    for (let isAsked = true; isAsked;) {
      const next = desks.map(({ sessionId }) => lab.nextTrial(sessionId))
      await Promise.all(robots.map((robot, index) => next[index] && robot.answer(next[index])))
      isAsked = next.some((each) => each !== null)
    }
    await desks[0].page.getByRole('heading', { name: 'Thank you' }).waitFor()
    await desks[1].page.getByRole('heading', { name: 'Vielen Dank' }).waitFor()

    const [ones, others] = desks.map(({ sessionId }) => lab.answersOf(sessionId)) as [Rating[], Rating[]]
    for (const [index, rows] of [ones, others].entries()) {
      expect(await lab.stateOf(desks[index]!.sessionId)).toBe('complete')
      const stored = rows.map((row) => ({
        trialKey: row.trialKey,
        trialType: row.trialType,
        data: declaredData(row),
      }))
      expect(stored).toEqual(robots[index]!.answers)
    }
    expect(lab.study.ratings.counts().own).toBe(ones.length + others.length)
    for (const [index, one] of ones.slice(1).entries()) {
      expect(one.recordedAt >= others[index]!.recordedAt).toBe(true) // they took turns
    }
  })

  test('do not disturb each other when one is closed, and opened again', async ({ skip }) => {
    const two = await seatTwo()
    if (two === null) return skip('this machine has one screen')
    const { lab, desks, robots } = two
    const [leaving, staying] = desks
    await Promise.all(robots.map((robot) => robot.rate(isFourth)))
    const trial = lab.nextTrial(staying.sessionId)!
    await openAnswer(staying.page).first().waitFor()
    await staying.page.evaluate('window.isTheSamePage = true')

    await leaving.page.getByRole('button', { name: 'Supervisor' }).click()
    await leaving.page.getByLabel('PIN of the supervisor').fill(labPin)
    await leaving.page.getByRole('button', { name: 'Close this screen' }).click()
    await expect.poll(() => lab.deskPages()).toEqual([staying.page])
    expect(await lab.stateOf(leaving.sessionId)).toBe('interrupted')
    expect(await lab.stateOf(staying.sessionId)).toBe('running')
    expect(lab.nextTrial(staying.sessionId)!.key).toBe(trial.key)
    await robots[1].answer(trial)

    const page = await lab.openWindow(leaving.seatId)
    await lab.act(leaving.sessionId, { kind: 'resume', seatId: leaving.seatId })
    await begin(page)
    const again = { ...leaving, page }
    const robot = new RaterRobot(lab, again, 'mouse', 3)
    await Promise.all([robot.rate(), robots[1].rate()])
    expect(await staying.page.evaluate('window.isTheSamePage')).toBe(true)
    await staying.page.getByText('Vielen Dank').waitFor()
    await expectWhole(lab, again, [robots[0], robot])
    expect(lab.answersOf(staying.sessionId).map(({ trialKey }) => trialKey)).toEqual(
      robots[1].answers.map(({ trialKey }) => trialKey),
    )
  })
})
