import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { root } from '../support/electron/launch'

const folder = join(root, 'docs/screens')

/** Puts a picture of a page into docs/screens, with few colours so that the repository stays small. */
export async function capturePage(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await page.mouse.move(640, 790)
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 48, effort: 10 })
    .toFile(join(folder, `${name}.png`))
}
