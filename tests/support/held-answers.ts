import type { Page, Request, Response, Route } from 'playwright-core'
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

/** An answer that was given and has not arrived. */
export interface HeldAnswer {
  /** Resolves when the page has asked and the host has answered. */
  readonly isHeld: Promise<unknown>
  /** Lets it arrive; resolves when the page has taken it over. */
  release(): Promise<void>
}

/**
 * Lets no answer to a procedure arrive.
 * @returns lets those to later calls arrive. The route stays: to take it away may lose a call that is on its way through it.
 */
export async function loseAnswers(page: Page, procedure: ProcedureName): Promise<() => void> {
  let isLosing = true
  await page.route('**/api/call', (route, request) =>
    isLosing && isCallOf(request, procedure) ? route.abort() : route.fallback(),
  )
  return () => (isLosing = false)
}

/** Keeps the next answer to a procedure on its way; what is asked after it is answered before it. The route stays. */
export async function holdNextAnswer(page: Page, procedure: ProcedureName): Promise<HeldAnswer> {
  const isHeld = Promise.withResolvers<undefined>()
  const isReleased = Promise.withResolvers<undefined>()
  let askedCount = 0
  const hold = async (route: Route, request: Request) => {
    if (!isCallOf(request, procedure) || ++askedCount > 1) return route.fallback()
    const response = await route.fetch()
    isHeld.resolve(undefined)
    await isReleased.promise
    return route.fulfill({ response })
  }
  await page.route('**/api/call', hold)
  return {
    isHeld: isHeld.promise,
    async release() {
      const arrived = page.waitForResponse((answer) => isCallOf(answer.request(), procedure))
      isReleased.resolve(undefined)
      await shownAfter(page, await arrived)
    },
  }
}
