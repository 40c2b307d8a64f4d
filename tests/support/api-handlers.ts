import { procedures, type ApiHandlers } from '../../src/shared/api'

/** Handlers for the whole contract, of which those that a test does not give must not be called. */
export function handlersOf(given: Partial<ApiHandlers>): ApiHandlers {
  const names = Object.keys(procedures)
  const others = names.map((name) => [
    name,
    () => Promise.reject(new Error(`${name} has no part in this test`)),
  ])
  return { ...(Object.fromEntries(others) as ApiHandlers), ...given }
}
