import { describe, expect, test } from 'vitest'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openStudy } from '../../../src/main/store/open-study'
import { changeByHand, writeAsOther } from '../../support/change-by-hand'
import { chromiumMissing } from '../../support/chromium'
import { findAccessibilityProblems } from '../../support/accessibility'
import { ElectronLab } from '../../support/seat/electron-lab'
import { begin, labPin } from '../../support/seat/lab'
import { openAnswer, RaterRobot } from '../../support/seat/rater-robot'
import { RatingLab, ratingsOnly } from '../../support/seat/rating-lab'
import { carriers } from '../../support/studio-app'

const options = { preset: 'experiment-2', imagesPerClass: 2, change: ratingsOnly } as const

const isFourth = ({ key }: { readonly key: string }): boolean => key === '0.item.3'

/** Frees a desk as a supervisor does. */
async function close(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Supervisor' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  expect(await dialog.getByRole('button').allInnerTexts()).toEqual([
    'Close this screen',
    'Back to the session',
  ])
  await dialog.getByLabel('PIN of the supervisor').fill(labPin)
  await dialog.getByRole('button', { name: 'Close this screen' }).click()
}

describe.skipIf(chromiumMissing !== null)(`a desk ${chromiumMissing ?? ''}`.trim(), () => {
  test('whose session cannot be read any more is freed with the PIN, and loses no answer', async () => {
    const lab = await RatingLab.open(options)
    const desk = await lab.seat('Desk 1')
    const { page, context, sessionId, seatId } = desk
    await new RaterRobot(lab, desk, 'keyboard').rate(isFourth)
    await openAnswer(page).first().waitFor()
    const { folder, database } = lab.study.paths
    const { protocolId } = lab.study.plans.get(lab.planId)
    const { content } = lab.study.protocols.get(protocolId)
    const reopen = (change: typeof changeByHand, text: object) => {
      lab.host.studies.replace(null)
      change(database, protocolId, text)
      lab.host.studies.replace(openStudy(folder))
    }
    await context.setOffline(true)
    await page.keyboard.press('1') // it comes too late to be stored, and must not get lost
    await page.getByText('Your answer is kept on this computer').waitFor()
    reopen(changeByHand, { ...content, description: 'by hand' })
    await context.setOffline(false)

    await page.getByText('The session at this desk cannot be shown').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await close(page)
    await page.getByText('Please wait for the supervisor.').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(lab.study.sessions.get(sessionId)).toMatchObject({ state: 'interrupted', seat: null })
    expect(lab.answersOf(sessionId)).toHaveLength(3)

    reopen(writeAsOther, content)
    await page.reload()
    await expect.poll(() => lab.answersOf(sessionId).length).toBe(4)
    expect(lab.answersOf(sessionId)[3]).toMatchObject({ trialKey: '0.item.3', answer: 'fish' })
    await lab.act(sessionId, { kind: 'resume', seatId })
    await begin(page)
    await new RaterRobot(lab, desk, 'keyboard', 2).rate()
    await page.getByText('Thank you').waitFor()
    expect(await lab.stateOf(sessionId)).toBe('complete')
  })
})

const { place, missing } = carriers.ipc

test.skipIf(missing !== null)(
  `a window of ${place} whose session cannot be read is closed with the PIN ${missing ?? ''}`.trim(),
  async () => {
    const lab = await ElectronLab.open(options)
    const desk = await lab.seat('Desk 1')
    await new RaterRobot(lab, desk, 'mouse').rate(isFourth)
    const { protocolId } = lab.study.plans.get(lab.planId)
    const { content } = lab.study.protocols.get(protocolId)
    await lab.quit()
    changeByHand(join(lab.folder, 'study', 'study.sqlite'), protocolId, { ...content, description: 'x' })
    await lab.start()
    const page = await lab.openWindow(desk.seatId)
    await page.getByText('The session at this desk cannot be shown').waitFor()
    await close(page)
    await expect.poll(async () => (await lab.deskPages()).length).toBe(0)
    expect(lab.study.sessions.get(desk.sessionId)).toMatchObject({ state: 'interrupted', seat: null })
    expect(lab.answersOf(desk.sessionId)).toHaveLength(3)
  },
)
