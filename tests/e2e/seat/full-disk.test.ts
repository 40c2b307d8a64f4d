import { describe, expect, test, vi } from 'vitest'
import type BetterSqlite3 from 'better-sqlite3'
import { chromiumMissing } from '../../support/chromium'
import { findAccessibilityProblems } from '../../support/accessibility'
import { openAnswer, RaterRobot } from '../../support/seat/rater-robot'
import { RatingLab, ratingsOnly } from '../../support/seat/rating-lab'

// The connections of the program, which is as it is but for how much SQLite lets the study's file grow.
const connections = vi.hoisted((): BetterSqlite3.Database[] => [])
vi.mock('better-sqlite3', async (importOriginal) => {
  const original = await importOriginal<{ readonly default: typeof BetterSqlite3 }>()
  class Watched extends original.default {
    constructor(...parameters: ConstructorParameters<typeof original.default>) {
      super(...parameters)
      connections.push(this)
    }
  }
  return { ...original, default: Watched }
})

const host = () => connections.findLast(({ open, readonly }) => open && !readonly)!
const fill = () => host().pragma('max_page_count = 1') // of the pages that it has, none less
const makeRoom = () => host().pragma('max_page_count = 1073741823')

describe.skipIf(chromiumMissing !== null)(`a full disk ${chromiumMissing ?? ''}`.trim(), () => {
  test('is told at the host while a person rates, and costs no answer', async () => {
    const lab = await RatingLab.open({
      preset: 'experiment-2',
      imagesPerClass: 16,
      change: (content) => ratingsOnly(content, { breakEvery: null }),
    })
    const desk = await lab.seat('Desk 1')
    const { page, sessionId } = desk
    const studio = await (await lab.browser.newContext()).newPage()
    await studio.goto(`${lab.host.url}#${lab.host.links.create('studio')}`)
    await studio
      .getByRole('navigation', { name: 'Stages' })
      .getByRole('link', { name: /^Sessions/ })
      .click()
    await studio.getByText('Running').first().waitFor()
    const trouble = studio.getByRole('alert').filter({ hasText: 'Desk 1' })

    fill()
    const refused = page.getByText('could not be saved yet')
    let pressed = 0
    for (;;) {
      const isAsked = page.getByText(`${pressed} of`)
      await isAsked.or(refused).first().waitFor()
      if (await refused.isVisible()) break
      await openAnswer(page).first().waitFor()
      await page.keyboard.press('1')
      pressed += 1
    }
    await trouble.getByText('an answer could not be saved').waitFor()
    await trouble.getByText('The disk is full. Make room').waitFor()
    expect(await findAccessibilityProblems(studio)).toEqual([])
    expect(lab.answersOf(sessionId)).toHaveLength(pressed - 1)

    makeRoom()
    await trouble.waitFor({ state: 'detached' })
    await expect.poll(() => lab.answersOf(sessionId).length).toBe(pressed)
    await new RaterRobot(lab, desk, 'keyboard').rate()
    await page.getByText('Thank you').waitFor()
    const keys = lab.answersOf(sessionId).map(({ trialKey }) => trialKey)
    expect(new Set(keys).size).toBe(keys.length)
    expect(await lab.stateOf(sessionId)).toBe('complete')
  })
})
