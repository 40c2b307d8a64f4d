import { describe, expect, test, vi } from 'vitest'
import { begin, type LabDesk } from '../../support/seat/lab'
import { ElectronLab } from '../../support/seat/electron-lab'
import { ratingsOnly } from '../../support/seat/rating-lab'
import { RaterRobot } from '../../support/seat/rater-robot'
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

  test('is interrupted when its window goes, and goes on in a new one', async () => {
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
    if ((await lab.stateOf(sessionId)) !== 'running') await lab.act(sessionId, { kind: 'resume', seatId })
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
