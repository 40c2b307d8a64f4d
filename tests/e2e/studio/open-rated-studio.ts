import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import {
  procedures,
  type ProcedureInput,
  type ProcedureName,
  type ProcedureOutput,
} from '../../../src/shared/api'
import { unwrap } from '../../../src/shared/errors'
import { findAccessibilityProblems } from '../../support/accessibility'
import { makeRatedStudy, type RatedStudy, type RatedStudyOptions } from '../../support/rated-study'
import { nextAnswer } from '../../support/scripted-rater'
import { launchOver, type Carrier, type StudioApp } from '../../support/studio-app'
import { callBridge, overflowPx } from '../page-probes.mjs'

/** The studio with a study open that people can rate. */
export interface RatedStudio {
  readonly app: StudioApp
  readonly page: Page
  readonly study: RatedStudy
  close(): Promise<void>
}

/** Starts the built program over a carrier and opens a new rated study. */
export async function openRatedStudio(carrier: Carrier, options: RatedStudyOptions): Promise<RatedStudio> {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-studio-e2e-'))
  const study = await makeRatedStudy(join(folder, 'study'), options)
  const places = { userData: join(folder, 'user'), cache: join(folder, 'cache') }
  const app: StudioApp = await launchOver(carrier, places)
  const page = (await app.pages())[0]!
  await page.getByRole('navigation').first().waitFor()
  await callFrom(page, 'study.open', { folder: study.folder })
  return {
    app,
    page,
    study,
    async close() {
      await app.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Calls the contract as a page does. */
export async function callFrom<P extends ProcedureName>(page: Page, procedure: P, input: ProcedureInput<P>) {
  const value = unwrap(await page.evaluate(callBridge, { procedure, input }))
  return procedures[procedure].output.parse(value) as ProcedureOutput<P>
}

/**
 * Answers screens at a desk, as its page would, until so many items are rated.
 * @param pauseMs before each rated item but the first
 */
export async function rate(desk: Page, count: number, pauseMs = 0): Promise<void> {
  let screen = await callFrom(desk, 'seat.screen', undefined)
  for (let next = nextAnswer(screen); next !== undefined; next = nextAnswer(screen)) {
    screen = await callFrom(desk, 'seat.answer', next)
    const { done } = screen.session!.view.progress
    if (done >= count) return
    if (done > 0) await desk.waitForTimeout(pauseMs)
  }
}

const sizes = [
  { width: 960, height: 600 },
  { width: 1920, height: 1080 },
  { width: 1280, height: 800 },
]

/**
 * Looks at a page in every size and theme: nothing reaches over its edge, axe finds nothing. Screenshots go to $SCREENSHOTS
 * where that is set, for a person to look at.
 */
export async function inspectPage(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS']
  if (folder !== undefined) mkdirSync(folder, { recursive: true })
  for (const { width, height } of sizes) {
    await page.setViewportSize({ width, height })
    expect(await page.evaluate(overflowPx), `${name} at ${width} × ${height}`).toBe(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      if (folder === undefined) continue
      await page.screenshot({ path: join(folder, `${name}-${width}x${height}-${colorScheme}.png`) })
    }
  }
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await findAccessibilityProblems(page), `${name}, ${colorScheme}`).toEqual([])
  }
}
