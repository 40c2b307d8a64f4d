import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SessionAction } from '../../../src/shared/session-control'
import { holdNextAnswer, isCallOf, shownAfter } from '../../support/held-answers'
import type { StationApp } from '../../support/station/launch'
import { carriers, type Carrier } from '../../support/studio-app'
import { callFrom, inspectPage, openRatedStudio, rate, type RatedStudio } from './open-rated-studio'

describe.each(['ipc', 'http'] as const)('sessions over %s', (carrier) => {
  describe.skipIf(carriers[carrier].missing !== null)(carriers[carrier].place, () => testSessions(carrier))
})

function testSessions(carrier: Carrier) {
  let studio: RatedStudio
  let page: Page
  const name = (what: string) => `${carrier}-sessions-${what}`

  beforeAll(async () => {
    studio = await openRatedStudio(carrier, { preset: 'experiment-1-heat-maps' })
    page = studio.page
  })
  afterAll(() => studio?.close())

  const link = (label: string) => page.getByRole('link', { name: label, exact: true })
  const button = (label: string | RegExp) => page.getByRole('button', { name: label })
  const cards = () => page.getByRole('list', { name: 'Sessions under way' }).getByRole('listitem')

  test('teaches where nothing is there yet', async () => {
    await page
      .getByRole('navigation', { name: 'Stages' })
      .getByRole('link', { name: /^Sessions/ })
      .click()
    await page.getByText('Nobody has rated yet').waitFor()
    await inspectPage(page, name('empty'))
    await link('Start the first session').click()
    if (carrier === 'ipc') await page.getByText('There is no desk yet').waitFor()
  })

  test('adds one desk, however often the button is pressed while that takes', async () => {
    await link('Desks and PIN').click()
    if (carrier === 'ipc') return button('Add a desk').click()
    const adding = await holdNextAnswer(page, 'seats.create')
    await button('Add a desk').dblclick()
    await adding.isHeld
    expect(await button('Add a desk').getAttribute('aria-busy')).toBe('true')
    await adding.release()
    await expect.poll(() => button('Add a desk').getAttribute('aria-busy')).toBe('false')
    expect(await callFrom(page, 'seats.list', undefined)).toHaveLength(1)
  })

  test('sets up desks and the PIN', async () => {
    await page.getByRole('listitem').getByText('Desk 1').first().waitFor()
    await page.getByLabel('PIN', { exact: true }).fill('12')
    await button('Set the PIN').click()
    await page.getByText('A PIN has 4 to 8 digits').waitFor()
    await page.getByLabel('PIN', { exact: true }).fill('2580')
    await page.keyboard.press('Enter')
    await page.getByText('The PIN is set').waitFor()
    await inspectPage(page, name('desks'))
    expect(await callFrom(page, 'sessions.hasPin', undefined)).toBe(true)
  })

  test.skipIf(carrier === 'ipc')('calls no PIN set that was typed while another was', async () => {
    const field = page.getByLabel('New PIN', { exact: true })
    const setting = await holdNextAnswer(page, 'sessions.setPin')
    await field.fill('1470')
    await page.keyboard.press('Enter')
    await setting.isHeld
    await page.keyboard.type('369')
    const read = page.waitForResponse((answer) => isCallOf(answer.request(), 'sessions.hasPin'))
    await setting.release()
    await shownAfter(page, await read)
    expect(await field.inputValue()).toBe('1470369')
    expect(await page.getByText('The PIN is set').count()).toBe(0)
  })

  test('prints cards with codes that nobody else gets', async () => {
    await link('Participant codes').click()
    await page.getByLabel('Number of cards').fill('0')
    await page.getByText('Type a whole number from 1 to 200.').waitFor()
    expect(await button('Make a sheet').getAttribute('aria-disabled')).toBe('true')
    await page.getByLabel('Number of cards').fill('20')
    await button('Make a sheet').click()
    const cards = page.getByRole('list', { name: 'Cards' }).getByRole('listitem')
    await expect.poll(() => cards.count()).toBe(20)
    const first = await cards.allInnerTexts()
    await inspectPage(page, name('codes'))
    await page.evaluate('window.print = () => (document.body.dataset.printed = "yes")')
    await button('Print the sheet').click()
    expect(await page.locator('body').getAttribute('data-printed')).toBe('yes')
    await page.emulateMedia({ media: 'print' })
    expect(await cards.first().isVisible()).toBe(true)
    for (const other of [page.getByRole('heading'), page.getByRole('navigation'), page.getByRole('button')]) {
      expect(await other.count()).toBe(0)
    }
    if (process.env['SCREENSHOTS'] !== undefined && carrier === 'http') {
      await page.pdf({ path: join(process.env['SCREENSHOTS'], 'codes.pdf'), format: 'A4' })
    }
    await page.emulateMedia({ media: null })
    await button('Make another sheet').click()
    await expect.poll(() => cards.first().innerText()).not.toBe(first[0])
    expect((await cards.allInnerTexts()).filter((code) => first.includes(code))).toEqual([])
  })

  test('refuses what is no participant code while it is typed', async () => {
    await link('Start a session').click()
    await page.getByText('A code that was given out before').click()
    const field = page.getByLabel('Participant code')
    await field.fill('Maria')
    await page.getByText('never type a name').waitFor()
    await field.fill('ULM-0042-A')
    await page.getByText('The check character').waitFor()
    expect(await button(/Show the waiting screen/).getAttribute('aria-disabled')).toBe('true')
    await inspectPage(page, name('bad-code'))
  })

  test('starts a session at a desk, and shows how it goes', async () => {
    const desk = carrier === 'http' ? await openDesk() : null
    await page.getByText(/A new participant: ULM-/).click()
    await page.getByRole('radio', { name: /Desk 1/ }).check()
    await page.getByRole('radio', { name: 'Deutsch' }).check()
    await inspectPage(page, name('start'))
    await button('Show the waiting screen at Desk 1').click()
    await cards().getByText('Ready to start').waitFor()
    await cards().getByRole('button', { name: 'Start' }).click()
    await cards().getByText('Running').waitFor()
    if (desk !== null) {
      await rate(desk, 3)
      await cards()
        .getByText(/^[1-9]\d* of \d+$/)
        .waitFor()
    }
    expect(await callFrom(page, 'sessions.list', undefined)).toMatchObject([
      { language: 'de', view: { state: 'running' } },
    ])
    await inspectPage(page, name('running'))
  })

  test.skipIf(carrier === 'ipc')(
    'shows the newest state, although an older list comes after it',
    async () => {
      const [session] = await callFrom(page, 'sessions.list', undefined)
      const act = (action: SessionAction) =>
        callFrom(page, 'sessions.act', { sessionId: session!.id, action })
      const list = await holdNextAnswer(page, 'sessions.list')
      const { id: seatId } = await callFrom(page, 'seats.create', { label: 'Desk 2' })
      await list.isHeld
      await act({ kind: 'pause', reason: '' })
      await cards().getByText('Paused').waitFor()
      await list.release()
      await cards().getByText('Paused').waitFor()
      await act({ kind: 'continue' })
      await callFrom(page, 'seats.revoke', { seatId })
      await cards().getByText('Running').waitFor()
    },
  )

  test('pauses, goes on, and keeps a note', async () => {
    await cards().getByRole('button', { name: 'Pause' }).click()
    await cards().getByText('Paused').waitFor()
    await cards().getByRole('button', { name: 'Continue' }).click()
    await cards().getByText('Running').waitFor()
    await cards().getByRole('link', { name: 'Details and more' }).click()
    const details = page.getByRole('complementary')
    await details.getByRole('button', { name: 'Note' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Note').fill('Asked about the keys.')
    await inspectPage(page, name('note'))
    await dialog.getByRole('button', { name: 'Add the note' }).dblclick() // and it is there once
    await dialog.waitFor({ state: 'detached' })
    await details.getByText('Asked about the keys.').waitFor()
    await inspectPage(page, name('details'))
  })

  test('aborts with a reason only, resumes, and excludes', async () => {
    const details = page.getByRole('complementary')
    const dialog = page.getByRole('dialog')
    await details.getByRole('button', { name: 'Abort' }).click()
    expect(
      await dialog.getByRole('button', { name: 'Abort the session' }).getAttribute('aria-disabled'),
    ).toBe('true')
    await dialog.getByRole('button', { name: 'The participant wished to stop.' }).click()
    await dialog.getByRole('button', { name: 'Abort the session' }).click()
    await page.getByRole('table').getByText('Aborted').waitFor()

    await details.getByRole('button', { name: 'Resume after all' }).click()
    await dialog.getByRole('button', { name: 'Resume' }).click()
    await cards().getByText('Running').waitFor()
    await details.getByRole('button', { name: 'Abort' }).click()
    await dialog.getByLabel('Reason').fill('Fire alarm.')
    await dialog.getByRole('button', { name: 'Abort the session' }).click()
    await details.getByRole('button', { name: 'Exclude' }).click()
    await dialog.getByRole('button', { name: 'A test run.' }).click()
    await dialog.getByRole('button', { name: 'Exclude the session' }).click()
    await page.getByRole('table').getByText('Excluded').waitFor()
    await inspectPage(page, name('excluded'))
    await page.keyboard.press('Escape')
    await details.getByRole('button', { name: 'Close' }).click()
    await page.waitForURL(/#sessions$/)
  })

  async function openDesk(): Promise<Page> {
    const seats = await callFrom(page, 'seats.list', undefined)
    const { page: desk } = await (studio.app as StationApp).openLink(seats[0]!.invitation!.links[0]!)
    await page.getByText('Connected and free').waitFor()
    return desk
  }
}
