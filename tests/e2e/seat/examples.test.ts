import { describe, expect, test } from 'vitest'
import { findAccessibilityProblems } from '../../support/accessibility'
import { chromiumMissing } from '../../support/chromium'
import { RatingLab } from '../../support/seat/rating-lab'
import { openAnswer, RaterRobot } from '../../support/seat/rater-robot'
import { scrolledPx } from './frame-probes.mjs'

describe.skipIf(chromiumMissing !== null)(`instructions ${chromiumMissing ?? ''}`.trim(), () => {
  test.each(['experiment-1-heat-maps', 'experiment-2'] as const)(
    'of %s show a photograph and a map of it, whole and on one screen',
    async (preset) => {
      const lab = await RatingLab.open({ preset })
      const context = { viewport: { width: 1280, height: 800 } }
      const desk = await lab.seat('Desk 1', { language: 'de', context })
      const { page } = desk
      const robot = new RaterRobot(lab, desk, 'keyboard')
      await robot.rate(({ trial }) => trial.kind === 'instruction' && trial.shown.example !== null)
      await openAnswer(page).first().waitFor()

      await page.getByText(/^Beispiel: \S/).waitFor()
      const pictures = [
        page.getByRole('img', { name: 'Foto', exact: true }),
        page.getByRole('img', { name: 'Bild eines Algorithmus', exact: true }),
      ]
      expect(await page.getByRole('img').count()).toBe(2)
      for (const picture of pictures) {
        // Decoded before the page was shown: there is nothing to wait for.
        expect(await picture.evaluate((image: { complete: boolean }) => image.complete)).toBe(true)
        const box = (await picture.boundingBox())!
        expect(box.width).toBeGreaterThan(150)
        expect(box.y + box.height).toBeLessThan(800)
      }
      expect(await page.evaluate(scrolledPx)).toEqual([0, 0])
      expect(await findAccessibilityProblems(page)).toEqual([])

      await robot.rate(({ trial }) => trial.kind === 'comprehension-check')
      await openAnswer(page).first().waitFor()
      expect(await page.getByRole('img').count()).toBe(0)
    },
  )
})
