import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProcedureName } from '../../../src/shared/api'
import { loseAnswers } from '../../support/held-answers'
import { callFrom, openRatedStudio, type RatedStudio } from './open-rated-studio'

// What stands on a page, and what was typed there, outlives a moment in which the host does not answer.

let studio: RatedStudio
let page: Page

beforeAll(async () => {
  studio = await openRatedStudio('http', { preset: 'experiment-2' })
  page = studio.page
})
afterAll(() => studio?.close())

/** Lets no answer to a procedure arrive while something changes, until the page says so. */
async function loseUntilTold(
  procedure: ProcedureName,
  title: string,
  change: () => Promise<unknown> = copyProtocol,
): Promise<void> {
  const stopLosing = await loseAnswers(page, procedure)
  await change()
  await page.getByRole('alert').getByText(title).waitFor()
  stopLosing()
}

const copyProtocol = () =>
  callFrom(page, 'protocols.copy', { protocolId: studio.study.protocolId, name: null })

test('what was wished of a plan', async () => {
  await page.evaluate(`location.hash = '#plans/new'`)
  await page.getByLabel('Name of the plan').fill('Ours')
  await page.getByLabel('Choose the number of people').check()
  await loseUntilTold('planning.list', 'The plans could not be read')
  expect(await page.getByLabel('Name of the plan').inputValue()).toBe('Ours')
  expect(await page.getByLabel('Choose the number of people').isChecked()).toBe(true)
  await copyProtocol()
  await page.getByRole('alert').waitFor({ state: 'detached' })
  expect(await page.getByLabel('Name of the plan').inputValue()).toBe('Ours')
})

test('and the page says no longer what came right since', async () => {
  const people = page.getByLabel('People', { exact: true })
  await loseUntilTold('planning.outlook', 'The plan could not be made', () => people.fill('6'))
  await people.fill('3')
  await page.getByText('Possible', { exact: true }).waitFor()
  expect(await page.getByRole('alert').count()).toBe(0)
})

test('a protocol that is being written, and the focus in it', async () => {
  const { id } = await copyProtocol()
  await page.evaluate(`location.hash = '#protocols/${id}'`)
  const description = page.getByLabel('Description')
  await description.fill('Ours')
  await loseUntilTold('protocols.list', 'The protocols could not be read')
  await page.keyboard.type(' alone')
  expect(await description.inputValue()).toBe('Ours alone')
})
