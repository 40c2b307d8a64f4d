import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStudy } from '../../src/main/store/create-study'
import { chromiumMissing } from '../support/chromium'
import { publishedFile, publishedRatingsMissing } from '../support/published-ratings'
import { launchStation, type StationApp } from '../support/station/launch'
import {
  cellsOf,
  chooseFile,
  goTo,
  importChosen,
  openSection,
  pageOverflowPx,
  tableOf,
} from './analysis-pages'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-published-'))
const screenshots = process.env['SCREENSHOTS'] ?? join(folder, 'screenshots')

const missing = chromiumMissing === null ? publishedRatingsMissing : ` (skipped: ${chromiumMissing})`

/** Every figure of the published ratings of arXiv 2302.08878, to all printed digits, on the screen. */
describe.skipIf(missing !== '')(`the published ratings in the analysis tab${missing}`, () => {
  let app: StationApp
  let page: Page

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    const study = join(folder, 'study')
    createStudy(study, { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' }).close()
    app = await launchStation({ cache: join(folder, 'cache') }, ['--study', study])
    page = (await app.pages())[0]!
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const sent = (which: 'classification' | 'pairs') => {
    const { name, bytes } = publishedFile(which)
    return { name, mimeType: 'text/csv', buffer: Buffer.from(bytes) }
  }

  test('the batch files import as they are', async () => {
    await chooseFile(page, sent('classification'))
    await page.getByText('Mechanical Turk batch: what is on the map').waitFor()
    await page.screenshot({ path: join(screenshots, 'published-import.png') })
    expect(await importChosen(page)).toMatch(/7,500 ratings by 116 raters/)
    await chooseFile(page, sent('pairs'))
    await page.getByText('Mechanical Turk batch: two maps compared').waitFor()
    expect(await importChosen(page)).toMatch(/5,000 ratings/)
  })

  async function analyse(experiment: RegExp) {
    await goTo(page, '#analysis')
    const select = page.getByLabel('Experiment', { exact: true })
    await select.waitFor()
    const options = await select.locator('option').allInnerTexts()
    await select.selectOption({ label: options.find((option) => experiment.test(option))! })
    await page.getByRole('figure', { name: /^Sweet spot/ }).waitFor()
    await page.getByLabel('All digits').check()
  }

  test('experiment 2, classification', async () => {
    await analyse(/classify/)
    await openSection(page, 'Accuracy')
    const byModel = await cellsOf(await tableOf(page, 'Human accuracy by model'))
    expect(byModel.slice(1).map((cells) => cells.slice(1, 4))).toEqual([
      ['2146', '2500', '0.8584'],
      ['2160', '2500', '0.864'],
      ['2033', '2500', '0.8132'],
      ['6339', '7500', '0.8452'],
    ])
    const unknown = await cellsOf(await tableOf(page, '"I don\'t know" by model'))
    expect(unknown.slice(1).map((cells) => cells[1])).toEqual(['245', '224', '355', '824'])
    const byClass = await cellsOf(await tableOf(page, 'Human accuracy by class'))
    const overall = byClass.filter((cells) => cells[1] === 'all models')
    expect(overall.map((cells) => [cells[0], Number(Number(cells[4]).toFixed(6))])).toEqual([
      ['5-frenchhorn', 0.941333],
      ['1-dog', 0.937333],
      ['8-golfball', 0.936],
      ['4-church', 0.886667],
      ['0-fish', 0.866667],
      ['6-garbagetruck', 0.861333],
      ['9-parachute', 0.817333],
      ['2-cassetteplayer', 0.798667],
      ['7-gaspump', 0.792],
      ['3-chainsaw', 0.614667],
    ])
    await openSection(page, 'Agreement')
    const alpha = await cellsOf(await tableOf(page, "Krippendorff's alpha by model"))
    // Published: 0.7782570935370733; in exact fractions 0.77825709353707028...: its last digits are rounding.
    expect(alpha[1]!.slice(0, 2)).toEqual(['all ratings', '0.7782570935370703'])
    await openSection(page, 'Tests')
    const tests = await cellsOf(await tableOf(page, 'Tests'))
    const authors = tests.find((cells) => cells.some((cell) => cell.startsWith("The authors'")))!
    expect(authors).toEqual(expect.arrayContaining(['6.041472506989748', '0.013973624374982034']))
  })

  test('experiment 1, heat-maps', async () => {
    await analyse(/pair/)
    await openSection(page, 'Preferences')
    const pairs = await cellsOf(await tableOf(page, 'Preferences'))
    // The more pruned model of a pair comes first.
    expect(pairs.slice(1).map((cells) => cells.slice(1, 5))).toEqual([
      ['818', '967', '715', '2500'],
      ['1023', '329', '1148', '2500'],
      ['1841', '1296', '1863', '5000'],
    ])
    expect(pairs.at(-1)![6]).toBe('0.2592')
    await openSection(page, 'Agreement')
    const codings = await cellsOf(await tableOf(page, 'Alpha with other codings'))
    const sides = codings.find((cells) => cells[0]!.startsWith('The side of the screen, as published'))!
    expect(sides.slice(1, 6)).toEqual([
      '0.12591366696173134',
      expect.any(String),
      expect.any(String),
      '5000',
      '4970',
    ])
    await openSection(page, 'Tests')
    const tests = await cellsOf(await tableOf(page, 'Tests'))
    expect(tests).toContainEqual(expect.arrayContaining(['6.920417482061318', '0.008521707920673275']))
  })

  test.each(['light', 'dark'] as const)('looks right in %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const [experiment, name] of [
      [/classify/, 'experiment-2'],
      [/pair/, 'experiment-1'],
    ] as const) {
      await page.reload()
      await analyse(experiment)
      await page.getByLabel('All digits').uncheck()
      await openSection(page, 'Agreement')
      for (const tab of await page.getByRole('tab').allInnerTexts()) {
        await openSection(page, tab)
        expect(await pageOverflowPx(page)).toBe(0)
        const file = `${name}-${tab.toLowerCase().replaceAll(' ', '-')}-${colorScheme}.png`
        const heightPx = Number(await page.evaluate('document.getElementById("main").scrollHeight')) + 60
        await page.setViewportSize({ width: 1280, height: Math.min(2400, Math.max(800, heightPx)) })
        await page.screenshot({ path: join(screenshots, file) })
        await page.setViewportSize({ width: 1280, height: 800 })
      }
    }
  })
})
