import { createHash } from 'node:crypto'
import type { LanguageTag } from '../../../shared/languages/languages'
import type { SessionMaterial } from '../session/session-material'
import { materialOf } from '../stored/stored-material'
import type { LiveSession } from './live-session'

/**
 * What the screens of a session are made from. Its seed follows from its id, so that each start of the program shows
 * the same checks and practice.
 */
export function materialOfSession(
  { record, stored, slot }: Pick<LiveSession, 'record' | 'stored' | 'slot'>,
  token: SessionMaterial['token'],
): SessionMaterial {
  const seed = createHash('sha256').update(record.id).digest().readUInt32BE(0)
  return materialOf(stored, slot, { language: record.language as LanguageTag, seed, token })
}
