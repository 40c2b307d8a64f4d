import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { callFrom, openRatedStudio, rate } from '../e2e/studio/open-rated-studio'
import type { StationApp } from '../support/station/launch'
import { capturePage } from './capture-page'

const capture = (page: Page, name: string, theme: string) => capturePage(page, `studio-${name}-${theme}`)

test.each(['light', 'dark'] as const)('the studio, %s', { timeout: 180_000 }, async (theme) => {
  const studio = await openRatedStudio('http', { preset: 'experiment-1-heat-maps', sizePx: 224 })
  try {
    const { page } = studio
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 1280, height: 800 })
    const go = async (hash: string, shown: string) => {
      await page.evaluate(`location.hash = '${hash}'`)
      await page.getByText(shown).first().waitFor()
    }
    const [plan] = await callFrom(page, 'planning.list', undefined)
    const {
      protocols: [protocol],
    } = await callFrom(page, 'protocols.list', undefined)
    const copy = await callFrom(page, 'protocols.copy', { protocolId: protocol!.id, name: null })

    await go('#protocols', 'Can be changed')
    await capture(page, 'protocols', theme)
    await go(`#protocols/${copy.id}/sampling`, 'Items of each person')
    await page.getByLabel('Items of each person').fill('7')
    await page.getByText('Nearest that work:').waitFor()
    await capture(page, 'protocol-numbers', theme)
    await page.getByRole('button', { name: 'Throw away' }).click()
    await page.getByRole('button', { name: 'Throw the changes away' }).click()
    await go(`#protocols/${copy.id}/texts/instructions.heat-map`, 'Preview')
    await capture(page, 'protocol-texts', theme)
    await go('#plans/new', 'The maps fit the protocol')
    await capture(page, 'plan-new', theme)
    await go(`#plans/${plan!.id}`, 'Holds')
    await capture(page, 'plan-proof', theme)

    const seat = await callFrom(page, 'seats.create', { label: 'Desk 1' })
    const desk = (await (studio.app as StationApp).openLink(seat.invitation!.links[0]!)).page
    await callFrom(page, 'sessions.setPin', { pin: '2580' })
    await go('#sessions/new', 'Connected and free')
    await capture(page, 'start-session', theme)
    await page.getByRole('button', { name: /^Show the waiting screen/ }).click()
    const cards = page.getByRole('list', { name: 'Sessions under way' })
    await cards.getByRole('button', { name: 'Start' }).click()
    await cards.getByText('Running').waitFor()
    await rate(desk, 5, 4000)
    await cards.getByText(/^[5-9] of \d+$/).waitFor()
    await capture(page, 'session', theme)
    await go('#sessions/desks', 'Rating desks')
    await capture(page, 'desks', theme)
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
    await capture(page, 'palette', theme)
  } finally {
    await studio.close()
  }
})
