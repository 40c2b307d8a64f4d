import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { usesRealElectron, type ElectronApp } from '../../support/electron/launch'
import { plugInScreen, pullOutScreen } from '../../support/electron/screens'
import { carriers } from '../../support/studio-app'
import { callFrom, inspectPage, openRatedStudio, type RatedStudio } from './open-rated-studio'

const openDesksPage = async (page: Page) => {
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('link', { name: /^Sessions/ })
    .click()
  await page.getByRole('link', { name: 'Desks and PIN' }).click()
  await page.getByRole('heading', { name: 'Rating desks' }).waitFor()
}
const panelOf = (page: Page) => page.getByRole('region', { name: 'Screens of this machine' })

// The double has the screens that a spec gives it; a real machine has its own.
describe.skipIf(usesRealElectron || carriers.ipc.missing !== null)('the screens of this machine', () => {
  let studio: RatedStudio
  let page: Page
  beforeAll(async () => {
    studio = await openRatedStudio('ipc', { preset: 'experiment-2' })
    page = studio.page
  })
  afterAll(() => studio?.close())

  const row = (name: string) => panelOf(page).getByRole('listitem').filter({ hasText: name })
  const desk = (name: string) => row(name).getByLabel(`Desk on ${name}`)
  const openHere = (name: string) => row(name).getByRole('button', { name: 'Open here' }).click()
  const app = () => studio.app as ElectronApp
  const windowCount = () => app().evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)

  test('are listed with their size, and ask for a desk first', async () => {
    await openDesksPage(page)
    await row('Screen 1').getByText('1280 × 800 · this window is on it').waitFor()
    await row('Screen 2').getByText('1280 × 800', { exact: true }).waitFor()
    expect(await panelOf(page).getByText('Add a desk first').count()).toBe(2)
    expect(await panelOf(page).getByRole('button').count()).toBe(0)
  })

  test('say why a desk cannot be opened while there is no PIN', async () => {
    for (const label of ['Desk 1', 'Desk 2']) await callFrom(page, 'seats.create', { label })
    await desk('Screen 2').waitFor()
    expect(await desk('Screen 2').locator('option').allInnerTexts()).toEqual(['Desk 1', 'Desk 2'])
    await openHere('Screen 2')
    const problem = panelOf(page).getByRole('alert').getByText('Error code: desk/no-pin')
    await problem.waitFor()
    expect(await windowCount()).toBe(1)
    await callFrom(page, 'seats.create', { label: 'Desk 3' })
    await expect.poll(() => desk('Screen 2').locator('option').count()).toBe(3)
    expect(await problem.count()).toBe(1) // what others do meanwhile does not take it away
    await inspectPage(page, 'screens-no-pin')
  })

  test('show the chosen desk until it is closed', async () => {
    await callFrom(page, 'sessions.setPin', { pin: '2580' })
    await desk('Screen 2').selectOption('Desk 2')
    await openHere('Screen 2')
    await row('Screen 2').getByText('Shows Desk 2').waitFor()
    expect(await panelOf(page).getByRole('alert').count()).toBe(0)
    expect(await desk('Screen 1').count()).toBe(1)
    expect(await windowCount()).toBe(2)
    const seats = await callFrom(page, 'seats.list', undefined)
    const displays = await callFrom(page, 'desk.displays', undefined)
    const chosen = seats.find(({ label }) => label === 'Desk 2')!.id
    expect(displays!.map(({ seatId }) => seatId)).toEqual([null, chosen])
    await inspectPage(page, 'screens-open')

    await row('Screen 2').getByRole('button', { name: 'Close' }).click()
    await desk('Screen 2').waitFor()
    await expect.poll(windowCount).toBe(1)
  })

  test('can all be covered where there are more than two, and desks move on when they are pulled out', async () => {
    const cover = panelOf(page).getByLabel('Cover the other free screens with grey')
    expect(await cover.count()).toBe(0)
    await plugInScreen(app())
    await row('Screen 3').waitFor()
    await cover.check()
    await openHere('Screen 3')
    await row('Screen 3').getByText('Shows Desk 1').waitFor()
    expect(await windowCount()).toBe(3) // the studio on the first, grey on the second
    await inspectPage(page, 'screens-three')
    await pullOutScreen(app(), '3')
    await row('Screen 3').waitFor({ state: 'detached' })
    expect(await panelOf(page).getByRole('listitem').count()).toBe(2)
    await panelOf(page).getByText('Shows Desk 1').waitFor() // on a screen that is left
    await panelOf(page).getByRole('button', { name: 'Close' }).click()
    await expect.poll(windowCount).toBe(1)
  })
})

describe.skipIf(carriers.http.missing !== null)('in a browser', () => {
  test('there are no screens of this machine to choose', async () => {
    const studio = await openRatedStudio('http', { preset: 'experiment-2' })
    try {
      await openDesksPage(studio.page)
      expect(await callFrom(studio.page, 'desk.displays', undefined)).toBeNull()
      expect(await panelOf(studio.page).count()).toBe(0)
    } finally {
      await studio.close()
    }
  })
})
