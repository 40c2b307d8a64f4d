import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeByHand } from '../../support/change-by-hand'
import { callFrom, inspectPage, openRatedStudio, type RatedStudio } from './open-rated-studio'

let studio: RatedStudio

beforeAll(async () => {
  studio = await openRatedStudio('http', { preset: 'experiment-2' })
})
afterAll(() => studio?.close())

/** Writes into the protocol's text past the program. */
async function damage(protocolId: string): Promise<void> {
  const content = await callFrom(studio.page, 'protocols.get', { protocolId })
  changeByHand(join(studio.study.folder, 'study.sqlite'), protocolId, { ...content, description: 'By hand.' })
}

test('a plan that nobody has answered is no failure of the analysis', async () => {
  const { page } = studio
  await page.evaluate(`location.hash = '#analysis'`)
  await page.getByRole('heading', { name: 'Nobody has rated yet' }).waitFor()
  await page.getByText('stays hidden until 72 ratings of people').waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
  await inspectPage(page, 'analysis-unanswered')
  await page.getByRole('link', { name: 'Go to Sessions' }).click()
  await page.getByRole('heading', { name: 'Sessions', exact: true }).waitFor()
  await page.evaluate(`location.hash = '#study'`)
})

test('a plan whose protocol was changed by hand gives its reason, and sessions of another plan start', async () => {
  const { page, study } = studio
  await callFrom(page, 'seats.create', { label: 'Desk 1' })
  const copy = await callFrom(page, 'protocols.copy', { protocolId: study.protocolId, name: null })
  const [maps] = await callFrom(page, 'planning.maps', undefined)
  await callFrom(page, 'planning.make', {
    protocolId: copy.id,
    mapsJobId: maps!.jobId,
    raters: null,
    name: 'Second plan',
    seed: 2,
  })
  await damage(study.protocolId)

  await page.evaluate(`location.hash = '#sessions/new'`)
  const unusable = page.getByRole('region', { name: 'Plans that cannot be used' })
  await unusable.getByText('Experiment 2', { exact: true }).waitFor()
  await unusable.getByText("Somebody changed the study's file by hand").waitFor()
  await unusable.getByText('all other plans can be used').waitFor()
  expect(await page.getByRole('radio', { name: 'Second plan' }).isChecked()).toBe(true)
  await inspectPage(page, 'sessions-unreadable-plan')
  await page.getByRole('radio', { name: /Desk 1/ }).check()
  await page.getByRole('button', { name: /^Show the waiting screen/ }).click()
  await page
    .getByRole('list', { name: 'Sessions under way' })
    .getByRole('listitem')
    .getByText('Ready to start')
    .waitFor()

  await page.getByRole('link', { name: 'Sessions', exact: true }).click()
  await unusable.getByText('Experiment 2', { exact: true }).waitFor()

  await page.evaluate(`location.hash = '#plans'`)
  const plans = page.getByRole('main').getByRole('listitem')
  const broken = plans.filter({ hasText: "Somebody changed the study's file by hand" })
  await broken.getByText('Cannot be used').waitFor()
  expect(await broken.getByText('Proof holds').count()).toBe(0)
  await plans.filter({ hasText: 'Second plan' }).getByText('Proof holds').waitFor()
  await inspectPage(page, 'plans-unreadable-plan')

  await damage(copy.id)
  await page.evaluate(`location.hash = '#sessions'`)
  await page.reload()
  await page.getByRole('link', { name: 'Start a session', exact: true }).first().click()
  await page.getByText('No plan can be used').waitFor()
  await unusable.getByText('Second plan', { exact: true }).waitFor()
  await inspectPage(page, 'sessions-no-usable-plan')
})

test('an experiment of which not even the task is left is named beside those that can be analysed', async () => {
  const { page, study } = studio
  changeByHand(join(study.folder, 'study.sqlite'), study.protocolId, { taste: 'of another program' })
  await page.evaluate(`location.hash = '#analysis'`)
  const unusable = page.getByRole('region', { name: 'Experiments that cannot be read' })
  await unusable.getByText('Experiment 2 (Experiment 2)', { exact: true }).waitFor()
  await unusable.getByText('does not say what raters did').waitFor()
  await unusable.getByText('all other experiments can be').waitFor()
  await page
    .getByRole('option', { name: /Second plan/ })
    .first()
    .waitFor({ state: 'attached' })
  await inspectPage(page, 'analysis-unreadable-experiment')
})
