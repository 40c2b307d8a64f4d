import { unwrap } from '../../../shared/errors'
import { enterAnswerSchema, stationPaths } from '../../../shared/station'
import { post } from './http-carrier'

/** The code or secret in a one-time link; null without one. Takes it out of the address and the browser's history. */
export function takeSecretFromAddress(): string | null {
  const secret = location.hash.slice(1)
  if (secret === '') return null
  history.replaceState(null, '', location.pathname)
  return secret
}

/**
 * Enters the station with a link's secret or a typed code, and leaves for the page that it opens.
 * @throws StudioError `station/bad-code`, `api/too-often`, `api/forbidden`, `api/unreachable`
 */
export async function enter(secret: string): Promise<void> {
  const answer = unwrap(await post(new URL(`/${stationPaths.enter}`, location.origin), { secret }))
  location.replace(new URL(enterAnswerSchema.parse(answer).home, location.origin))
}
