import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createStudy } from '../../src/main/store/create-study'
import { findAccessibilityProblems } from '../support/accessibility'
import { chromiumMissing } from '../support/chromium'
import { launchStation, type StationApp } from '../support/station/launch'
import { chooseFile, goTo, type ChosenFile } from './analysis-pages'

const classes = ['dog', 'church', 'horn']

/** Every rater rates every image once. */
function ratingsFile(name: string, raterCount: number, imageCount: number, ...more: string[]): ChosenFile {
  const lines = ['rater,item,class,model,answer']
  for (let rater = 0; rater < raterCount; rater++) {
    for (let image = 0; image < imageCount; image++) {
      const truth = classes[image % classes.length]!
      lines.push(
        `${name} ${rater},image ${image},${truth},cpr-1,${(rater + image) % 5 === 0 ? 'dog' : truth}`,
      )
    }
  }
  return { name, mimeType: 'text/csv', buffer: Buffer.from([...lines, ...more].join('\n')) }
}

/** Four lines without a rater, at the end. */
const broken = Array.from({ length: 4 }, (_, index) => `,image ${index},dog,cpr-1,dog`)

const hasFocus = (place: Locator) =>
  expect.poll(async () => (await place.and(place.page().locator(':focus')).count()) === 1)

/** The first file that is read from now on is not, before `readOn` is called; that resolves when the page has heard of it. */
const holdFirstRead = `{
  const { readAsDataURL } = FileReader.prototype
  FileReader.prototype.readAsDataURL = function (file) {
    FileReader.prototype.readAsDataURL = readAsDataURL
    window.readOn = () =>
      new Promise((resolve) => {
        this.addEventListener('loadend', () => setTimeout(resolve, 200))
        readAsDataURL.call(this, file)
      })
  }
}`

async function isInView(page: Page, place: Locator): Promise<boolean> {
  const { height } = page.viewportSize()!
  const box = (await place.boundingBox())!
  const barBottom = (await page.getByRole('banner').first().boundingBox())!
  return box.y >= barBottom.y + barBottom.height && box.y + box.height <= height
}

describe.skipIf(chromiumMissing !== null)(`the import page${chromiumMissing ?? ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-import-page-'))
  let app: StationApp
  let page: Page
  const errors: string[] = []

  beforeAll(async () => {
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

  const read = () => page.getByRole('button', { name: 'Read the file like this' })
  const importButton = (at = page) => at.getByRole('button', { name: /^Import [\d,]+ ratings$/ })
  const progress = (at: Page) => at.getByRole('progressbar', { name: 'Importing many.csv' })

  test('brings the problems of a file into view, and the focus to them', async () => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await goTo(page, '#analysis/import')
    await page.locator('input[type=file]').focus()
    await chooseFile(page, ratingsFile('broken.csv', 3, 10, ...broken))
    await hasFocus(page.getByRole('heading', { name: 'broken.csv' })).toBe(true)
    await read().focus()
    await page.keyboard.press('Enter')
    const problems = page.getByRole('heading', { name: '4 problems' })
    await hasFocus(problems).toBe(true)
    expect(await isInView(page, problems)).toBe(true)
    expect(await isInView(page, page.getByRole('cell', { name: /rater/ }).first())).toBe(true)
    expect(await findAccessibilityProblems(page)).toEqual([])
    const windowScrollPx = await page.evaluate('document.documentElement.scrollTop')
    expect(windowScrollPx).toBe(0)
    // Told once: by the focus, and not by an alert as well.
    expect(await page.getByRole('alert').count()).toBe(0)

    // Where nothing can be imported, it says so beside the button, and leads there.
    await page.getByText('4 problems: nothing can be imported yet').waitFor()
    await page.getByRole('button', { name: 'Show the 4 problems' }).click()
    await hasFocus(problems).toBe(true)
    expect(await isInView(page, problems)).toBe(true)
  })

  test('shows the file that was chosen last, also where an earlier one takes longer to read', async () => {
    await goTo(page, '#analysis')
    await goTo(page, '#analysis/import')
    await page.evaluate(holdFirstRead)
    await chooseFile(page, ratingsFile('slow.csv', 3, 10))
    await chooseFile(page, ratingsFile('quick.csv', 3, 10))
    await page.getByRole('heading', { name: 'quick.csv' }).waitFor()
    await page.evaluate('window.readOn()')
    expect(await page.getByRole('heading', { name: '.csv' }).allInnerTexts()).toEqual(['quick.csv'])
  })

  test('says that a file has no problems, and leaves the focus where it is', async () => {
    await page.getByRole('button', { name: 'Take another file' }).click()
    await hasFocus(page.locator('input[type=file]')).toBe(true)
    await chooseFile(page, ratingsFile('sound.csv', 3, 10))
    await read().focus()
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('The file has no problems').waitFor()
    await hasFocus(read()).toBe(true)
    expect(await isInView(page, importButton())).toBe(true)
  })

  test('asks for what the columns hold without an alarm', async () => {
    await page.getByRole('button', { name: 'Take another file' }).click()
    const lines = [
      'rater,item,model,answer,rt',
      ...[95, 110, 120].map((time, index) => `r${index},i,cpr-1,dog,${time}`),
    ]
    const buffer = Buffer.from(lines.join('\n'))
    await chooseFile(page, { name: 'slow.csv', mimeType: 'text/csv', buffer })
    await page.getByText('Say below what its columns hold.').waitFor()
    expect(await page.getByText(/problem/).count()).toBe(0)
    expect(await isInView(page, page.getByRole('heading', { name: 'What the columns hold' }))).toBe(true)

    // Neither name nor values say whether these are milliseconds.
    expect(await page.getByLabel('Response time').inputValue()).toBe('rt')
    const unit = page.getByLabel('Times are in')
    expect(await unit.inputValue()).toBe('')
    await read().click()
    await hasFocus(unit).toBe(true)
    await unit.selectOption('seconds')
    await read().click()
    await page.getByText('The file has no problems').waitFor()
    expect(await page.getByRole('cell', { name: '110000' }).count()).toBe(1)
    await page.getByRole('button', { name: 'Take another file' }).click()
    await chooseFile(page, ratingsFile('sound.csv', 3, 10))
    await read().click()
  })

  test('keeps the focus in what takes the place of a button', async () => {
    await importButton().focus()
    await page.keyboard.press('Enter')
    const result = page.getByRole('region', { name: 'What was imported' })
    await result.getByText(/30 ratings by 3 raters/).waitFor()
    await hasFocus(result.getByRole('heading')).toBe(true)
    expect(await isInView(page, result)).toBe(true)
  })

  test('finds an import again after a reload, elsewhere, and after leaving', async () => {
    await chooseFile(page, ratingsFile('many.csv', 300, 100))
    await read().click()
    await importButton().click()
    await progress(page).waitFor()
    const other = await page.context().newPage()
    await other.goto(page.url())
    await progress(other).waitFor()
    await page.reload()
    await progress(page).waitFor()
    await goTo(page, '#study')
    await goTo(page, '#analysis/import')
    await progress(page).waitFor()
    await page.getByText(/^[1-9]\d? %$/).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])

    await page.getByRole('button', { name: 'Cancel the import' }).click()
    for (const each of [page, other]) {
      await each.getByText('Nothing of it was kept; the study is as it was before.').waitFor()
      await each.getByText('Choose a file').waitFor()
    }
    expect(await page.getByRole('row', { name: /many\.csv/ }).count()).toBe(0)
    await other.close()
  })

  test('shows the end of an import in a window that did not begin it', async () => {
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.getByRole('heading', { name: 'Import ratings' }).waitFor()
    await other.getByRole('link', { name: 'Analysis', exact: true }).last().focus()
    await chooseFile(page, ratingsFile('third.csv', 4, 10))
    await read().click()
    await importButton().click()
    const result = other.getByRole('region', { name: 'What was imported' })
    await result.getByText(/40 ratings by 4 raters/).waitFor()
    await other.getByRole('row', { name: /third\.csv/ }).waitFor()
    // Whoever works there is not moved.
    await hasFocus(other.getByRole('link', { name: 'Analysis', exact: true }).last()).toBe(true)
    await other.close()
  })

  test('meets no error of its own', () => expect(errors).toEqual([]))
})
