import type { explainedAtDesk } from '../../../shared/desk-troubles'
import type { ErrorCode, ErrorPayload } from '../../../shared/errors'
import type { RaterTextKey } from '../../../shared/languages/languages'
import type { Words } from './words'

const refusals = {
  'api/too-often': 'refusal.tooOften',
  'api/unreachable': 'refusal.unreachable',
  'desk/no-pin': 'refusal.noPin',
  'desk/unreadable-session': 'refusal.unreadable',
  'plan/bad-slot': 'refusal.placeTaken',
  'session/not-allowed': 'refusal.notAllowed',
  'session/not-here': 'refusal.noSession',
  'session/wrong-pin': 'refusal.wrongPin',
  'study/not-open': 'refusal.noStudy',
} as const satisfies Record<(typeof explainedAtDesk)[number] | 'desk/unreadable-session', RaterTextKey>

/** Why something was not done, in the desk's language: messages of errors are English, and not meant for raters. */
export function refusalText({ code }: Pick<ErrorPayload, 'code'>, words: Words): string {
  const own: Readonly<Partial<Record<ErrorCode, RaterTextKey>>> = refusals
  return words(own[code] ?? 'refusal.other')
}
