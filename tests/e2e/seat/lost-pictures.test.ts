import { renameSync } from 'node:fs'
import { describe, expect, test, vi } from 'vitest'
import { chromiumMissing } from '../../support/chromium'
import { openAnswer, RaterRobot } from '../../support/seat/rater-robot'
import { RatingLab, ratingsOnly } from '../../support/seat/rating-lab'

vi.setConfig({ testTimeout: 90_000 })

describe.skipIf(chromiumMissing !== null)(
  `a study whose folder is taken away ${chromiumMissing ?? ''}`.trim(),
  () => {
    test('is missed in words, at the desk and at the host, and the session goes on when it is back', async () => {
      const lab = await RatingLab.open({
        preset: 'experiment-2',
        imagesPerClass: 6,
        change: (content) => ratingsOnly(content, { breakEvery: null }),
      })
      const desk = await lab.seat('Desk 1')
      const { page, sessionId, seatId } = desk
      const { artifacts } = lab.study.paths
      const troubles = async () =>
        (await lab.supervise('seats.list', undefined)).find(({ id }) => id === seatId)!.troubles
      await openAnswer(page).first().waitFor()
      renameSync(artifacts, `${artifacts}-away`)

      const missed = page.getByText('The next picture cannot be loaded yet')
      for (let pressed = 0; ; pressed++) {
        await page.getByText(`${pressed} of`).or(missed).first().waitFor()
        if (await missed.isVisible()) break
        await openAnswer(page).first().waitFor()
        await page.keyboard.press('1')
      }
      const before = lab.answersOf(sessionId).length
      const [trouble, ...others] = await troubles()
      expect(trouble).toMatchObject({ wish: 'picture', code: 'file/not-found' })
      expect(trouble!.message).toContain('Bring it back')
      expect(others).toEqual([])
      expect(JSON.stringify(trouble)).not.toMatch(/artifacts|cpr/)

      renameSync(`${artifacts}-away`, artifacts)
      await missed.waitFor({ state: 'detached' })
      expect(lab.answersOf(sessionId)).toHaveLength(before)
      await new RaterRobot(lab, desk, 'keyboard').rate()
      await page.getByText('Thank you').waitFor()
      await expect.poll(troubles).toEqual([])
    })
  },
)
