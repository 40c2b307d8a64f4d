import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { presetProtocol } from '../../src/shared/protocol-presets'
import { defaultStudyImportOptions } from '../../src/shared/study-import'
import { createStudy } from '../../src/main/store/create-study'
import { findAccessibilityProblems } from '../support/accessibility'
import { chromiumMissing } from '../support/chromium'
import { holdNextAnswer, isCallOf, loseAnswers, shownAfter } from '../support/held-answers'
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
import { callFrom } from './studio/open-rated-studio'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-analysis-'))
const screenshots = process.env['SCREENSHOTS'] ?? join(folder, 'screenshots')

const classes = ['church', 'dog', 'fish']
/** Six raters; three images of each class under two models. The second model's maps are read wrongly by every other rater. */
const lines = classes.flatMap((truth, place) =>
  [0, 1, 2].flatMap((image) =>
    ['cpr-1', 'cpr-8'].flatMap((model) =>
      ['ann', 'bob', 'cem', 'dora', 'eva', 'finn'].map((rater, index) => {
        const isWrong = model === 'cpr-8' && (index + image) % 2 === 0
        const wrong = index === 4 ? "I don't know" : classes[(place + 1) % classes.length]!
        const said = isWrong ? wrong : truth
        const ms = 800 + 150 * index + 40 * image + (model === 'cpr-8' ? 300 : 0)
        return `${rater},${truth}-${image}-${model},${truth}-${image},${truth},${model},${said},${ms},${index < 3 ? 'Ulm' : 'Oslo'}`
      }),
    ),
  ),
)
const header = 'participant,stimulus,image,class,model,response,rt,site'
const longMapping = {
  task: 'classify' as const,
  rater: 'participant',
  item: 'stimulus',
  answer: 'response',
  image: 'image',
  className: 'class',
  model: 'model',
  timeUnit: 'ms' as const,
  noChoice: [],
}
const file = (name: string, rows: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from([header, ...rows].join('\n')),
})

describe.skipIf(chromiumMissing !== null)(`the analysis tab${chromiumMissing ?? ''}`, () => {
  let app: StationApp
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    const study = join(folder, 'study')
    createStudy(study, { name: 'Less is more', siteName: 'Ulm', sitePrefix: 'ULM' }).close()
    app = await launchStation({ cache: join(folder, 'cache') }, ['--study', study])
    page = (await app.pages())[0]!
    page.on('pageerror', (error) => errors.push(error.message))
    await page.emulateMedia({ reducedMotion: 'reduce' })
  })

  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('says what to do while there is nothing to analyse', async () => {
    await goTo(page, '#analysis')
    await page.getByRole('heading', { name: 'Nothing to analyse yet' }).waitFor()
    await page.getByRole('link', { name: 'Import ratings from a file' }).click()
    await page.getByRole('heading', { name: 'Import ratings' }).waitFor()
  })

  test('lists what is wrong with a file by line, and imports nothing of it', async () => {
    await chooseFile(page, file('broken.csv', [...lines.slice(0, 3), 'ann,church-9-cpr-1,church-9']))
    await page.getByRole('button', { name: 'Read the file like this' }).click()
    const table = page.getByRole('table', { name: 'Problems' })
    await table.waitFor()
    expect((await cellsOf(table))[1]).toEqual(['5', '–', expect.stringContaining('3 fields')])
    const button = page.getByRole('button', { name: /^Import .* ratings$/ })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect(await findAccessibilityProblems(page)).toEqual([])
  })

  test('suggests what columns hold, shows what will come in, and imports it once', async () => {
    await chooseFile(page, file('pilot.csv', lines))
    const form = page.getByRole('heading', { name: 'What the columns hold' })
    await form.waitFor()
    expect(await page.getByLabel('Rater', { exact: true }).inputValue()).toBe('participant')
    expect(await page.getByLabel('Answer', { exact: true }).inputValue()).toBe('response')
    await page.getByRole('button', { name: 'Read the file like this' }).click()
    await page.getByRole('table', { name: 'First ratings' }).waitFor()
    await page.screenshot({ path: join(screenshots, 'import-preview.png'), fullPage: true })
    expect(await importChosen(page)).toMatch(
      /108 ratings by 6 raters came from pilot\.csv.*marked as imported/s,
    )

    await chooseFile(page, file('pilot.csv', lines))
    await page.getByRole('button', { name: 'Read the file like this' }).click()
    await page.getByText('This very file came in before').waitFor()
    const button = page.getByRole('button', { name: /^Import .* ratings$/ })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
    expect((await cellsOf(page.getByRole('table', { name: 'Imported before' }))).length).toBe(2)
  })

  test('cancels an import, and says why one is refused', async () => {
    const everyone = Array.from({ length: 400 }, (_, index) => `r${index}`)
    const many = everyone.flatMap((rater) =>
      lines.filter((line) => line.startsWith('ann,')).map((line) => line.replace('ann', rater)),
    )
    await chooseFile(page, file('many.csv', many))
    await page.getByRole('button', { name: 'Read the file like this' }).click()
    const begin = page.getByRole('button', { name: 'Import 7,200 ratings' })
    const cancel = page.getByRole('button', { name: 'Cancel the import' })
    const cancelled = page.getByText('Nothing of it was kept; the study is as it was before.')
    await begin.click()
    await page.getByRole('progressbar', { name: 'Importing many.csv' }).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await cancel.click()
    await cancelled.waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await begin.waitFor()

    const stopLosing = await loseAnswers(page, 'ratings.cancelImport')
    await begin.click()
    await cancel.click()
    await page.getByRole('alert').getByText('The import was not cancelled').waitFor()
    stopLosing()
    await cancel.click()
    await cancelled.waitFor()

    const request = {
      file: { name: 'many.csv', base64: file('many.csv', many).buffer.toString('base64') },
      options: { ...defaultStudyImportOptions, mapping: longMapping },
    }
    const held = await holdNextAnswer(page, 'ratings.currentImport')
    const meanwhile = expect(callFrom(page, 'ratings.import', request)).rejects.toThrow(
      'nothing of it was kept',
    )
    await held.isHeld
    await begin.click() // before the page was told that another import runs
    await held.release()
    const refused = page.getByRole('alert')
    await refused.getByText('The import was not completed').waitFor()
    expect(await refused.innerText()).toContain('Another file is being imported.')
    await callFrom(page, 'ratings.cancelImport', undefined)
    await meanwhile
  })

  test('shows the curve with its sentence, and where the ratings come from', async () => {
    await goTo(page, '#analysis')
    await page.getByRole('figure', { name: /^Sweet spot/ }).waitFor()
    await page.getByText('108 ratings, imported').waitFor()
    await page
      .getByText(/joint interval|no evidence|open|less/i)
      .first()
      .waitFor()
  })

  test('gives each figure as a table, as text, as PNG and as SVG', async () => {
    await openSection(page, 'Accuracy')
    const title = 'Human accuracy by model'
    const rows = await cellsOf(await tableOf(page, title))
    // With cpr-8, three of six raters err on every image.
    expect(rows.slice(1).map((cells) => cells.slice(0, 4))).toEqual([
      ['cpr-1', '54', '54', '100.0 %'],
      ['cpr-8', '27', '54', '50.0 %'],
      ['all models', '81', '108', '75.0 %'],
    ])
    const figure = page.getByRole('figure', { name: title, exact: true })
    await figure.getByRole('button', { name: `Chart of ${title}` }).click()
    const save = async (format: 'PNG' | 'SVG') => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        figure.getByRole('button', { name: `${format} of ${title}` }).click(),
      ])
      const path = join(screenshots, download.suggestedFilename())
      await download.saveAs(path)
      return readFileSync(path)
    }
    expect((await save('PNG')).readUInt32BE(16)).toBe(2400)
    const svg = (await save('SVG')).toString()
    expect(svg).toContain('cpr-8')
    expect(svg).toContain('Inter')
  })

  test('follows a filter in every figure', async () => {
    await page.getByRole('button', { name: /^Classes/ }).click()
    await page.getByRole('checkbox', { name: 'dog' }).uncheck()
    await page.keyboard.press('Escape')
    await page.getByText('36 ratings left out: Filter: other class').waitFor()
    await openSection(page, 'Accuracy')
    const rows = await cellsOf(await tableOf(page, 'Human accuracy by model'))
    expect(rows.at(-1)!.slice(0, 3)).toEqual(['all models', '54', '72'])
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await page.getByText('36 ratings left out').waitFor({ state: 'detached' })
  })

  test('leads by keyboard from a number to its stimuli and to every rating', async () => {
    await openSection(page, 'Confusions')
    const table = await tableOf(page, 'Human confusions: cpr-8')
    const row = table.getByRole('button', { name: 'dog' })
    await row.focus()
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary', { name: 'Stimuli' })
    await panel.getByText('3 stimuli').waitFor()
    await panel.getByRole('button', { name: /^dog-0/ }).click()
    const ratings = panel.getByRole('table', { name: 'Every rating that it got' })
    await ratings.waitFor()
    const cells = await cellsOf(ratings)
    expect(cells.slice(1)).toHaveLength(6)
    expect(cells).toContainEqual(['bob', 'dog (correct)', '1.25 s'])
    expect(await findAccessibilityProblems(page)).toEqual([])
    const back = panel.getByRole('button', { name: 'Back to all 3' })
    await back.focus()
    await page.keyboard.press('Enter')
    await panel.getByText('3 stimuli').waitFor()
    expect(await ratings.count()).toBe(0)
    await expect
      .poll(() =>
        panel
          .getByRole('button', { name: /^dog-0/ })
          .and(page.locator(':focus'))
          .count(),
      )
      .toBe(1)
    await page.keyboard.press('Enter')
    await ratings.waitFor()
    await expect.poll(() => back.and(page.locator(':focus')).count()).toBe(1)

    // What others do meanwhile leads nobody away from what they look at.
    const heard = page.waitForResponse((answer) => isCallOf(answer.request(), 'analysis.experiments'))
    await callFrom(page, 'protocols.save', { protocolId: null, content: presetProtocol('likert-3') })
    await shownAfter(page, await heard)
    expect(await ratings.isVisible()).toBe(true)
    await panel.getByRole('button', { name: 'Close' }).click()
  })

  test('leads from a single stimulus to all of a number', async () => {
    await openSection(page, 'Maps')
    await page.getByRole('button', { name: /^fish-0-cpr-8/ }).click()
    const panel = page.getByRole('complementary', { name: 'Stimuli' })
    await panel.getByRole('heading', { name: /^fish-0-cpr-8/ }).waitFor()
    await openSection(page, 'Confusions')
    const row = (await tableOf(page, 'Human confusions: cpr-8')).getByRole('button', { name: 'dog' })
    const held = await holdNextAnswer(page, 'analysis.stimuli')
    await row.click()
    await held.isHeld
    // What was asked for before is not shown as what is asked for now.
    await panel.getByText('class dog').waitFor()
    expect(await panel.getByRole('heading', { name: /^fish-0-cpr-8/ }).count()).toBe(0)
    await held.release()
    await panel.getByText('3 stimuli').waitFor()
    await panel.getByRole('button', { name: 'Close' }).click()
  })

  test('leads by a click on a point to its stimuli', async () => {
    await openSection(page, 'Confusions')
    const figure = page.getByRole('figure', { name: 'Human confusions: all models', exact: true })
    const box = (await figure.getByRole('img').boundingBox())!
    // The heat-map fills its frame to the right and below; its last cell is at the lower right corner.
    await page.mouse.click(box.x + box.width - 30, box.y + box.height - 20)
    const panel = page.getByRole('complementary', { name: 'Stimuli' })
    await panel.getByText(/class fish, answered "I don't know"/).waitFor()
    await panel.getByRole('button', { name: 'Close' }).click()
  })

  test('leaves out a rater with a reason, and takes that back', async () => {
    await openSection(page, 'Raters')
    await page.getByLabel('Leave out a rater').selectOption('finn')
    await page.getByLabel('Reason, which the report gives').fill('Told us that the screen was off')
    await page.getByRole('button', { name: 'Leave out' }).click()
    await page.getByText('18 ratings left out: Rater excluded: Told us that the screen was off').waitFor()
    await page.getByRole('button', { name: /^Without finn/ }).click()
    await page.getByText('18 ratings left out').waitFor({ state: 'detached' })
  })

  test('plans the next study by formula and by simulation', async () => {
    await openSection(page, 'Planning')
    await page.getByText('139 items for two raters').waitFor() // Bloch and Kraemer: four categories, .800, .05
    const held = await holdNextAnswer(page, 'analysis.unitsForAlpha')
    await page.getByLabel('Alpha at least').fill('0.7')
    await held.isHeld
    const second = page.waitForResponse((answer) => isCallOf(answer.request(), 'analysis.unitsForAlpha'))
    await page.getByLabel('Alpha at least').fill('0.8')
    await shownAfter(page, await second)
    await held.release()
    expect(await page.getByText(/items for two raters/).innerText()).toBe('139 items for two raters')
    await page.getByLabel('Simulated studies').fill('5')
    await page.getByRole('button', { name: 'Simulate', exact: true }).click()
    const rows = await cellsOf(await tableOf(page, 'Power (SIMULATED studies)'))
    expect(rows[1]![0]).toContain('cpr-8')
  })

  test.each([
    [960, 600, 'light'],
    [1280, 800, 'dark'],
    [1920, 1080, 'light'],
  ] as const)('fits %i × %i in %s, and axe finds nothing', async (width, height, colorScheme) => {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const { name } of await tabNames(page)) {
      await openSection(page, name)
      expect(await pageOverflowPx(page)).toBe(0)
      expect(await findAccessibilityProblems(page)).toEqual([])
      await page.screenshot({ path: join(screenshots, `small-${name}-${width}-${colorScheme}.png`) })
    }
  })

  test('meets no error of its own', () => {
    expect(errors).toEqual([])
  })
})

async function tabNames(page: Page): Promise<{ name: string }[]> {
  const names = await page.getByRole('tab').allInnerTexts()
  return names.map((name) => ({ name }))
}
