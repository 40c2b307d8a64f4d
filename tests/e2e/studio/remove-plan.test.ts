import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdNextAnswer, isCallOf, shownAfter } from '../../support/held-answers'
import { callFrom, inspectPage, openRatedStudio, type RatedStudio } from './open-rated-studio'

let studio: RatedStudio
let page: Page

beforeAll(async () => {
  studio = await openRatedStudio('http', { preset: 'experiment-2' })
  page = studio.page
  await page.evaluate(`location.hash = '#plans'`)
})
afterAll(() => studio?.close())

const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
const removal = (name: string) => page.getByRole('button', { name: `Remove the plan ${name}`, exact: true })
const dialog = () => page.getByRole('dialog')

async function makePlan(name: string): Promise<string> {
  const [maps] = await callFrom(page, 'planning.maps', undefined)
  const { protocolId } = studio.study
  const wish = { protocolId, mapsJobId: maps!.jobId, raters: null }
  return (await callFrom(page, 'planning.make', { ...wish, name, seed: 2 })).id
}

async function startSession(planId: string): Promise<void> {
  const { length } = await callFrom(page, 'seats.list', undefined)
  const { id: seatId } = await callFrom(page, 'seats.create', { label: `Desk ${length + 1}` })
  await callFrom(page, 'sessions.create', { planId, seatId, participantCode: null, language: 'en' })
}

test('does not call anybody back who has gone elsewhere while a plan is made', async () => {
  await page.getByRole('link', { name: 'Make a plan' }).click()
  await page.getByLabel('Name of the plan').fill('Slow')
  const making = await holdNextAnswer(page, 'planning.make')
  await page.getByRole('button', { name: 'Make the plan' }).click()
  await making.isHeld
  await page.evaluate(`location.hash = '#devices'`)
  await page.getByRole('heading', { name: 'Where this machine can compute' }).waitFor()
  const read = page.waitForResponse((answer) => isCallOf(answer.request(), 'planning.list'))
  await making.release()
  await shownAfter(page, await read)
  expect(await page.evaluate('location.hash')).toBe('#devices')
  await page.evaluate(`location.hash = '#plans'`)
})

test('offers to remove a plan only while no session uses it', async () => {
  await makePlan('Unused')
  await removal('Unused').waitFor()
  await removal('Experiment 2').waitFor()
  await startSession(studio.study.planId)
  await row('Experiment 2, version 1').getByText('In use by 1 session').waitFor()
  expect(await removal('Experiment 2').count()).toBe(0)
  expect(await removal('Unused').count()).toBe(1)
  await inspectPage(page, 'plans-in-use')
})

test('says so where a session starts while the question stands', async () => {
  const planId = await makePlan('Soon in use')
  await removal('Soon in use').click()
  await dialog().getByText('The protocol and the maps stay').waitFor()
  await startSession(planId)
  await dialog().getByText('A session was started from it meanwhile').waitFor()
  const confirm = dialog().getByRole('button', { name: 'Remove the plan' })
  expect(await confirm.getAttribute('aria-disabled')).toBe('true')
  await inspectPage(page, 'plan-not-removed')
  await dialog().getByRole('button', { name: 'Keep it' }).click()
  await row('Soon in use').getByText('In use by 1 session').waitFor()
})

test('is refused with the reason where the page has not heard of the session yet', async () => {
  const planId = await makePlan('Raced')
  await removal('Raced').click()
  const list = await holdNextAnswer(page, 'planning.list')
  await startSession(planId)
  await list.isHeld
  await dialog().getByRole('button', { name: 'Remove the plan' }).click()
  await dialog().getByText('The plan "Raced" cannot be removed, because 1 session uses it').waitFor()
  await list.release()
  await dialog().getByRole('button', { name: 'Keep it' }).click()
  await row('Raced').getByText('In use by 1 session').waitFor()
  expect((await callFrom(page, 'planning.list', undefined)).map(({ name }) => name)).toContain('Raced')
})
