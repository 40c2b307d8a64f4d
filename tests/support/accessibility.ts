import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const require = createRequire(import.meta.url)
const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** As axe-core gives it, without what is not needed to find it. */
interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
}

/**
 * What axe-core finds on a page by WCAG 2.2 A and AA and its best practices, one line for each element.
 * @param include a CSS selector; default the whole page
 */
export async function findAccessibilityProblems(page: Page, include = 'html'): Promise<string[]> {
  // `evaluate` runs outside the page's content security policy, which a script element would be stopped by.
  await page.evaluate(axeSource)
  const options = { resultTypes: ['violations'] }
  const found = (await page.evaluate(
    `axe.run(${JSON.stringify(include)}, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  )) as readonly Violation[]
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  )
}
