import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyseStudy } from '../../src/main/analysis/analyse-study'
import { nothingPlanned } from '../../src/shared/analysis-blind'
import { fillReport } from '../../src/main/transfer/fill-report'
import { chromiumMissing, launchChromium } from '../support/chromium'
import { sampleReport } from '../support/sample-report'
import { classifyRow } from '../main/analysis/toy-rows'
import { toyClassifyRows, toyDesign, toyOptions } from '../main/analysis/toy-study'

const template = readFileSync(join(import.meta.dirname, '../../out/report/report.html'), 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'sweetspot-report-'))
const screenshots = process.env['SCREENSHOTS'] ?? join(folder, 'screenshots')

describe.skipIf(chromiumMissing !== null)('a report', () => {
  let browser: Browser
  let page: Page
  const requests: string[] = []
  const errors: string[] = []

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    const file = join(folder, 'report.html')
    const report = sampleReport()
    writeFileSync(file, fillReport(template, { ...report, title: '</script><b id="broken-out">A title</b>' }))
    browser = await launchChromium()
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('request', (request) => requests.push(request.url()))
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(pathToFileURL(file).href)
    await page.getByRole('heading', { level: 1 }).waitFor()
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('opens from a file without asking for anything else, and without an error', () => {
    expect(requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1)
    expect(errors).toEqual([])
  })

  test('shows text as text, whatever is in it', async () => {
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(
      '</script><b id="broken-out">A title</b>',
    )
    expect(await page.locator('#broken-out').count()).toBe(0)
  })

  test('has a row for every model', async () => {
    const rows = page.getByRole('table', { name: 'Models' }).first().getByRole('row')
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringContaining('Top-1, test'),
      expect.stringMatching(/CPR 1\s+1\s+200,000\s+90\.0 %/),
      expect.stringMatching(/CPR 2\s+2\s+100,000\s+91\.0 %/),
      expect.stringMatching(/CPR 4\s+4\s+50,000\s+88\.0 %/),
      expect.stringMatching(/CPR 32\s+32\s+6,250\s+70\.0 %/),
    ])
  })

  test('gives each figure as a table, as PNG and as SVG', async () => {
    const figure = page.getByRole('figure', { name: 'Accuracy of the networks' })
    await figure.getByRole('button', { name: 'Table' }).click()
    expect(await figure.getByRole('row').count()).toBeGreaterThanOrEqual(5)
    await figure.getByRole('button', { name: 'Chart' }).click()
    const save = async (format: 'PNG' | 'SVG') => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        figure.getByRole('button', { name: format }).click(),
      ])
      expect(download.suggestedFilename()).toBe(`accuracy-of-the-networks.${format.toLowerCase()}`)
      await download.saveAs(join(screenshots, download.suggestedFilename()))
      return readFileSync(join(screenshots, download.suggestedFilename()))
    }
    const png = await save('PNG')
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2400, 1350])
    const svg = (await save('SVG')).toString()
    expect(svg).toContain('CPR (compression rate, log2 axis)')
    expect(svg).toContain('held-out designs')
  })

  test.each([
    ['light', 1280, 800],
    ['dark', 1920, 1080],
  ] as const)('looks right in %s at %i × %i', async (colorScheme, width, height) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: join(screenshots, `report-${colorScheme}.png`), fullPage: true })
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
    expect(overflow).toBeLessThanOrEqual(0)
  })

  test('of an experiment says what was left out and how, and fits the paper in light colours', async () => {
    const excluded = [{ raterId: 'r03', reason: 'fell asleep' }]
    const rows = toyClassifyRows({ cpr1: 0.8, cpr2: 0.85, cpr32: 0.5 })
    const analysis = analyseStudy(rows, toyDesign, { ...toyOptions, excludedRaters: excluded })
    const file = join(folder, 'experiment.html')
    const report = {
      ...sampleReport(),
      experiments: [{ title: 'Experiment 2', blind: nothingPlanned, analysis }],
    }
    writeFileSync(file, fillReport(template, report))
    await page.goto(pathToFileURL(file).href)
    const leftOut = page.getByRole('table', { name: 'Ratings that were left out' })
    expect(await leftOut.getByRole('row').last().innerText()).toMatch(/Rater excluded: fell asleep\s+\d+/)
    await page.getByRole('heading', { name: 'Methods' }).waitFor()
    expect(await page.getByText("Agreement is Krippendorff's alpha with nominal").count()).toBe(1)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    await page.setViewportSize({ width: 688, height: 970 }) // A4 less the margins, in CSS pixels
    const printed = await page.evaluate(`({
      overflowPx: document.documentElement.scrollWidth - innerWidth,
      background: getComputedStyle(document.body).backgroundColor,
      tools: [...document.querySelectorAll('button')].filter((button) => button.offsetParent !== null).length,
    })`)
    expect(printed).toEqual({ overflowPx: 0, background: 'rgb(255, 255, 255)', tools: 0 })
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true })
    writeFileSync(join(screenshots, 'report.pdf'), pdf)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    await page.emulateMedia({ media: 'screen' })
  })

  test('prints every column and row of tables that a window scrolls', async () => {
    const classes = Array.from({ length: 12 }, (_, index) => `${index}-a-long-class-name`)
    const rows = classes.flatMap((className, place) =>
      Array.from({ length: 110 }, (_, rater) =>
        classifyRow({
          raterId: `rater-${rater}`,
          imageId: className,
          modelId: rater % 2 === 0 ? 'cpr1' : 'cpr2',
          className,
          answer: classes[(place + (rater % 5 === 0 ? 1 : 0)) % classes.length]!,
        }),
      ),
    )
    const analysis = analyseStudy(rows, toyDesign, { ...toyOptions, replicates: 0 })
    const file = join(folder, 'wide.html')
    const report = { ...sampleReport(), experiments: [{ title: 'Wide', blind: nothingPlanned, analysis }] }
    writeFileSync(file, fillReport(template, report))
    await page.goto(pathToFileURL(file).href)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width: 688, height: 970 })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    const confusions = page
      .getByRole('figure', { name: 'Human confusions: all models', exact: true })
      .locator('table:visible')
    expect(await confusions.count()).toBe(3) // 13 answers with their shares, 6 of them side by side
    expect((await confusions.locator('thead th').allInnerTexts()).length).toBe(26 + 3)
    const raters = page.getByRole('figure', { name: 'Raters', exact: true }).locator('tbody tr:visible')
    expect(await raters.count()).toBe(110)
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    writeFileSync(join(screenshots, 'wide.pdf'), await page.pdf({ preferCSSPageSize: true }))
    await page.emulateMedia({ media: 'screen' })
  })
})
