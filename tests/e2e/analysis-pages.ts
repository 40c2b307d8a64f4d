import type { Locator, Page } from 'playwright-core'

/** A file as a person chooses it. */
export interface ChosenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** Goes to a part of the studio by its address. */
export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
}

/** Chooses a file on the import page. */
export async function chooseFile(page: Page, file: ChosenFile): Promise<void> {
  await goTo(page, '#analysis/import')
  await page.getByRole('heading', { name: 'Import ratings' }).waitFor()
  const another = page.getByRole('button', { name: /another file/ })
  if ((await another.count()) > 0) await another.first().click()
  await page.locator('input[type=file]').setInputFiles(file)
}

/** Imports what was chosen. @returns what the page says of it */
export async function importChosen(page: Page): Promise<string> {
  await page.getByRole('button', { name: /^Import [\d,]+ ratings$/ }).click()
  const result = page.getByRole('region', { name: 'What was imported' })
  await result.waitFor()
  return result.innerText()
}

/** Opens a part of the analysis once everything, intervals included, is there. */
export async function openSection(page: Page, name: string): Promise<void> {
  await page.getByText(/^Resampling|^Computing/).waitFor({ state: 'detached' })
  await page.getByRole('tab', { name, exact: true }).click()
}

/** Turns a figure into its table. */
export async function tableOf(page: Page, title: string): Promise<Locator> {
  const figure = page.getByRole('figure', { name: title, exact: true })
  await figure.waitFor()
  const button = figure.getByRole('button', { name: `Table of ${title}` })
  if ((await button.count()) > 0) await button.click()
  return figure.getByRole('table', { name: title })
}

/** The cells of a table, row by row, its head first. */
export async function cellsOf(table: Locator): Promise<string[][]> {
  const rows = await table.getByRole('row').all()
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator('th, td').allInnerTexts()
      return cells.map((cell) => cell.trim())
    }),
  )
}

/** How far the page reaches beyond its window, in pixels. Tables scroll by themselves. */
export async function pageOverflowPx(page: Page): Promise<number> {
  return Number(
    await page.evaluate(
      `Math.max(...[document.documentElement, document.querySelector('main')].map((box) => box.scrollWidth - box.clientWidth))`,
    ),
  )
}
