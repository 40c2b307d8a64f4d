import { describe, expect, test, type TestContext } from 'vitest'
import { usesRealElectron } from '../../support/electron/launch'
import { begin, labPin, type LabDesk } from '../../support/seat/lab'
import { ElectronLab } from '../../support/seat/electron-lab'
import { ratingsOnly } from '../../support/seat/rating-lab'
import { openAnswer, RaterRobot, storedAnswers } from '../../support/seat/rater-robot'
import { plugInScreen } from '../../support/electron/screens'
import { carriers } from '../../support/studio-app'

const { place, missing } = carriers.ipc

const openLab = (): Promise<ElectronLab> =>
  ElectronLab.open({ preset: 'experiment-2', imagesPerClass: 2, change: ratingsOnly })

const isFourth = ({ key }: { readonly key: string }): boolean => key === '0.item.3'

/** A person at a window who has rated three items. */
async function rateThree() {
  const lab = await openLab()
  const desk = await lab.seat('Desk 1')
  const robot = new RaterRobot(lab, desk, 'mouse')
  await robot.rate(isFourth)
  return { lab, desk, robot }
}

/** Goes on to the end, at the page that the desk has now: every answer is there once, as it was pressed. */
async function finish(lab: ElectronLab, desk: LabDesk, before: RaterRobot): Promise<void> {
  const robot = new RaterRobot(lab, desk, 'mouse', 2)
  await robot.rate()
  await desk.page.getByText('Thank you').waitFor()
  expect(await lab.stateOf(desk.sessionId)).toBe('complete')
  expect(storedAnswers(lab, desk)).toEqual([...before.answers, ...robot.answers])
}

describe.skipIf(missing !== null)(`a session in a window of ${place} ${missing ?? ''}`.trim(), () => {
  test('goes on at the right screen after its page was loaded again', async () => {
    const { lab, desk, robot } = await rateThree()
    await desk.page.reload()
    await begin(desk.page)
    await finish(lab, desk, robot)
  })

  test('is aborted and resumed from the studio, at the same window', async () => {
    const { lab, desk, robot } = await rateThree()
    const { page, sessionId, seatId } = desk
    await lab.act(sessionId, { kind: 'abort', reason: 'Felt unwell' })
    await page.getByText('Please wait for the supervisor.').waitFor()
    expect(await lab.stateOf(sessionId)).toBe('aborted')
    await lab.act(sessionId, { kind: 'resume', seatId })
    await finish(lab, desk, robot)
  })

  test('goes on in a new window when its own is gone', async () => {
    const { lab, desk, robot } = await rateThree()
    await lab.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()
        .find((window) => window.isKiosk())!
        .destroy()
    }, null)
    await expect.poll(async () => (await lab.deskPages()).length).toBe(0)
    const page = await lab.openWindow(desk.seatId)
    expect(await lab.stateOf(desk.sessionId)).toBe('running') // as long as it is not gone for too long
    await begin(page)
    await finish(lab, { ...desk, page }, robot)
  })

  test('comes back by itself after its page crashed, at the right screen, with the crash on record', async () => {
    const { lab, desk, robot } = await rateThree()
    const { sessionId } = desk
    await openAnswer(desk.page).first().waitFor()
    await lab.crash(desk)
    const page = await lab.pageAfterCrash(desk)
    expect(await lab.stateOf(sessionId)).toBe('running')
    await begin(page)
    await finish(lab, { ...desk, page }, robot)

    const [crash, ...others] = lab.study.sessionEvents.list(sessionId, 'window-page-crashed')
    expect(others).toEqual([])
    expect(['crashed', 'killed']).toContain(crash!.details['reason'])
    expect(lab.study.sessionEvents.list(sessionId, 'station-report')).toHaveLength(2)
    const [before, after] = lab.answersOf(sessionId).slice(robot.answers.length - 1)
    const times = [before!.recordedAt, crash!.recordedAt, after!.recordedAt]
    expect(times).toEqual(times.toSorted())
    // one clock, over the crash: the gap is between the onsets
    expect(after!.onsetMs! - before!.onsetMs!).toBeGreaterThan(
      Date.parse(crash!.recordedAt) - Date.parse(before!.recordedAt),
    )
  })

  test('keeps an answer once whose screen crashed when it was stored', async () => {
    const lab = await openLab()
    const desk = await lab.seat('Desk 1')
    const robot = new RaterRobot(lab, desk, 'keyboard')
    await robot.answer(lab.nextTrial(desk.sessionId)!)
    await lab.crash(desk) // whether or not the page has heard that it was stored
    const page = await lab.pageAfterCrash(desk)
    await begin(page)
    await finish(lab, { ...desk, page }, robot)
  })

  test('is left to the supervisor when its page crashes again and again', async () => {
    const { lab, desk, robot } = await rateThree()
    const { seatId } = desk
    for (let crashes = 0; crashes < 3; crashes++) {
      await lab.recovered()
      await lab.crash(desk)
    }
    const openSeats = async () =>
      (await lab.supervise('desk.displays', undefined))!.map((display) => display.seatId)
    await expect.poll(openSeats).not.toContain(seatId)
    const seats = await lab.supervise('seats.list', undefined)
    expect(seats.find(({ id }) => id === seatId)).toMatchObject({ isConnected: false })
    const [session] = await lab.supervise('sessions.list', undefined)
    expect(session!.view.incidents.at(-1)).toMatchObject({ kind: 'page-given-up' })
    expect(session!.view.state).toBe('interrupted')
    const page = await lab.openWindow(seatId)
    await lab.supervise('sessions.act', { sessionId: desk.sessionId, action: { kind: 'resume', seatId } })
    await begin(page)
    await finish(lab, { ...desk, page }, robot)
  })

  test('is interrupted by quitting, and goes on after the program was started again', async () => {
    const { lab, desk, robot } = await rateThree()
    const { sessionId } = desk
    await lab.quit()
    expect(lab.study.sessions.get(sessionId).state).toBe('interrupted')
    await lab.start()
    const { id: seatId } = await lab.supervise('seats.create', { label: 'Desk 2' })
    const page = await lab.openWindow(seatId)
    await lab.act(sessionId, { kind: 'resume', seatId })
    await begin(page)
    await finish(lab, { ...desk, page, seatId }, robot)
  })
})

describe.skipIf(missing !== null)(`two windows of ${place} ${missing ?? ''}`.trim(), () => {
  /** Two people at two screens of one machine. */
  async function seatTwo({ skip }: TestContext) {
    const lab = await openLab()
    if (!usesRealElectron) await plugInScreen(lab.app) // the first screen shows the studio
    const displays = (await lab.supervise('desk.displays', undefined))!
    if (displays.length < 2) skip('this machine has one screen')
    const desks = [await lab.seat('Desk 1'), await lab.seat('Desk 2', { language: 'de' })] as const
    const robots = [
      new RaterRobot(lab, desks[0], 'mouse', 1),
      new RaterRobot(lab, desks[1], 'keyboard', 2),
    ] as const
    return { lab, desks, robots }
  }

  test('store the answers of two sessions, each once and with its own, however they come', async (context) => {
    const { lab, desks, robots } = await seatTwo(context)
    const displays = (await lab.supervise('desk.displays', undefined))!
    const shown = displays.flatMap(({ seatId }) => seatId ?? [])
    expect(shown.toSorted()).toEqual(desks.map(({ seatId }) => seatId).toSorted())

    // each answers one screen, and the next only when both have
    for (let isAsked = true; isAsked;) {
      const next = desks.map(({ sessionId }) => lab.nextTrial(sessionId))
      await Promise.all(robots.map((robot, index) => next[index] && robot.answer(next[index])))
      isAsked = next.some((trial) => trial !== null)
    }
    await desks[0].page.getByRole('heading', { name: 'Thank you' }).waitFor()
    await desks[1].page.getByRole('heading', { name: 'Vielen Dank' }).waitFor()
    for (const [index, desk] of desks.entries()) {
      expect(await lab.stateOf(desk.sessionId)).toBe('complete')
      expect(storedAnswers(lab, desk)).toEqual(robots[index]!.answers)
    }
    const [ones, others] = [lab.answersOf(desks[0].sessionId), lab.answersOf(desks[1].sessionId)]
    expect(lab.study.ratings.counts().own).toBe(ones.length + others.length)
    for (const [index, one] of ones.slice(1).entries()) {
      expect(one.recordedAt >= others[index]!.recordedAt).toBe(true) // they took turns
    }
  })

  test('do not disturb each other when one is closed, and opened again', async (context) => {
    const { lab, desks, robots } = await seatTwo(context)
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
    await Promise.all([finish(lab, { ...leaving, page }, robots[0]), robots[1].rate()])
    await staying.page.getByText('Vielen Dank').waitFor()
    expect(await staying.page.evaluate('window.isTheSamePage')).toBe(true)
    expect(storedAnswers(lab, staying)).toEqual(robots[1].answers)
  })
})
