import type { ErrorCode, ErrorPayload } from '../../../shared/errors'
import type { RaterTextKey } from '../../../shared/languages/languages'
import type { Words } from './words'

/** What a desk can meet and a person there can do something about. */
const refusals: Readonly<Partial<Record<ErrorCode, RaterTextKey>>> = {
  'api/too-often': 'refusal.tooOften',
  'api/unreachable': 'refusal.unreachable',
  'desk/no-pin': 'refusal.noPin',
  'desk/unreadable-session': 'refusal.unreadable',
  'plan/bad-slot': 'refusal.placeTaken',
  'session/not-allowed': 'refusal.notAllowed',
  'session/not-here': 'refusal.noSession',
  'session/wrong-pin': 'refusal.wrongPin',
  'study/not-open': 'refusal.noStudy',
}

/** Why something was not done, in the desk's language: messages of errors are English, and not meant for raters. */
export const refusalText = ({ code }: Pick<ErrorPayload, 'code'>, words: Words): string =>
  words(refusals[code] ?? 'refusal.other')
