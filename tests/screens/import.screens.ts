import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { test } from 'vitest'
import { createStudy } from '../../src/main/store/create-study'
import { chooseFile, importChosen } from '../e2e/analysis-pages'
import { launchStation } from '../support/station/launch'
import { capturePage } from './capture-page'

const classes = ['dog', 'church', 'French horn']
const header = 'rater,item,image,class,model,answer,rt'

/** Ratings of nobody: every rater sees every image under one of two models. */
function ratingsFile(name: string, raterCount: number, imageCount: number, ...broken: readonly string[]) {
  const lines = [header]
  for (let rater = 0; rater < raterCount; rater++) {
    const model = rater % 2 === 0 ? 'cpr-1' : 'cpr-8'
    for (let image = 0; image < imageCount; image++) {
      const truth = classes[image % classes.length]!
      const answer = (7 * rater + image) % 6 === 0 ? 'dog' : truth
      const timeMs = 600 + ((31 * rater + 17 * image) % 900)
      lines.push(`rater ${rater},image ${image},image ${image},${truth},${model},${answer},${timeMs}`)
    }
  }
  return { name, mimeType: 'text/csv', buffer: Buffer.from([...lines, ...broken].join('\n')) }
}

async function read(page: Page, file: ReturnType<typeof ratingsFile>): Promise<void> {
  await chooseFile(page, file)
  await page.getByRole('button', { name: 'Read the file like this' }).click()
}

test.each(['light', 'dark'] as const)('importing ratings, %s', { timeout: 180_000 }, async (theme) => {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-screens-'))
  const study = join(folder, 'study')
  createStudy(study, { name: 'Less is more', siteName: 'Ulm University', sitePrefix: 'ULM' }).close()
  const app = await launchStation({ cache: join(folder, 'cache') }, ['--study', study])
  try {
    const page = (await app.pages())[0]!
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    const capture = (state: string) => capturePage(page, `studio-import-${state}-${theme}`)

    await read(page, ratingsFile('pilot-bonn.csv', 12, 60))
    await importChosen(page)
    await capture('done')
    await read(page, ratingsFile('pilot-oslo.csv', 2, 40, ',image 1,image 1,church,cpr-1,church,700'))
    await page.getByRole('heading', { name: '1 problem' }).waitFor()
    await capture('problems')
    await read(page, ratingsFile('pilot-kiel.csv', 160, 120))
    await page.getByRole('button', { name: /^Import [\d,]+ ratings$/ }).click()
    await page.getByText(/^[3-9]\d %$/).waitFor()
    await capture('progress')
    await page.getByRole('button', { name: 'Cancel the import' }).click()
    await page.getByText('Nothing of it was kept').waitFor()
    await capture('cancelled')
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
