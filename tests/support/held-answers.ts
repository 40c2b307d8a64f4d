import type { Page, Request, Response } from 'playwright-core'
import type { ProcedureName } from '../../src/shared/api'

/** Whether a page calls a procedure of the contract by this request. */
export const isCallOf = (request: Request, procedure: ProcedureName): boolean =>
  request.url().endsWith('/api/call') && request.postData()?.includes(`"${procedure}"`) === true

/** Waits until a page has taken over an answer and drawn what came of it. */
export async function shownAfter(page: Page, answer: Response): Promise<void> {
  await answer.finished()
  await page.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null))))',
  )
}

/**
 * Lets a page ask for something twice, and has the first question answered last, after the host answered the second.
 * @param askTwice asks once, waits for what it is given, and asks again
 */
export async function answerFirstLast(
  page: Page,
  procedure: ProcedureName,
  askTwice: (isHeld: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const isHeld = Promise.withResolvers<undefined>()
  const isReleased = Promise.withResolvers<undefined>()
  let askedCount = 0
  const hold = async (route: Parameters<Parameters<Page['route']>[1]>[0], request: Request) => {
    if (!isCallOf(request, procedure) || ++askedCount > 1) return route.continue()
    const response = await route.fetch()
    isHeld.resolve(undefined)
    await isReleased.promise
    return route.fulfill({ response })
  }
  await page.route('**/api/call', hold)
  const answers = () => page.waitForResponse((answer) => isCallOf(answer.request(), procedure))
  const second = answers()
  await askTwice(isHeld.promise)
  await shownAfter(page, await second)
  const first = answers()
  isReleased.resolve(undefined)
  await shownAfter(page, await first)
  await page.unroute('**/api/call', hold)
}
