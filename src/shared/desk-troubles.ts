import { z } from 'zod'
import { errorCodes, type ErrorCode } from './errors'
import { timestampSchema } from './records/common'
import { finalRefusals } from './seat-session'

/** What a desk wants of the host when it is refused. */
export const deskWishes = ['answer', 'screen', 'picture', 'undo', 'report', 'unlock', 'other'] as const
export type DeskWish = (typeof deskWishes)[number]

/** Something that was refused to a desk, which can only say that the reason is found at the host. */
export const deskTroubleSchema = z.strictObject({
  wish: z.enum(deskWishes),
  /** When it was refused last. */
  at: timestampSchema,
  code: z.enum(errorCodes),
  /** Why, and what to do. */
  message: z.string(),
})
export type DeskTrouble = Readonly<z.infer<typeof deskTroubleSchema>>

/** What was not done, as a supervisor should hear it. */
export const deskWishWords = {
  answer: 'an answer could not be saved; the desk keeps it and sends it again',
  screen: 'it could not be told what to show',
  picture: 'a picture could not be shown; the desk asks for it again',
  undo: 'an answer could not be taken back',
  report: 'its self-test could not be stored',
  unlock: 'what was asked with the PIN was not done',
  other: 'something that its page asked for was refused',
} as const satisfies Record<DeskWish, string>

/** Refusals that a desk explains in its own language, because a person there can do something about them. */
export const explainedAtDesk = [
  'api/too-often',
  'api/unreachable',
  'desk/no-pin',
  'plan/bad-slot',
  'session/not-allowed',
  'session/not-here',
  'session/wrong-pin',
  'study/not-open',
] as const satisfies readonly ErrorCode[]

/** Whether a desk cannot say enough about a refusal, so that the host must. An answer that waits is never explained. */
export function isToldAtHost(wish: DeskWish, code: ErrorCode): boolean {
  const enough: readonly ErrorCode[] = wish === 'answer' ? finalRefusals : explainedAtDesk
  return !enough.includes(code)
}
