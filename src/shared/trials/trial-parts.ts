import { z } from 'zod'
import { StudioError } from '../errors'
import type { Choice, DataField } from './trial-type'

/** Parameters and checks that several trial types share. */

/** Text for a person, in Markdown where it is longer than a label. */
export const shownTextSchema = z.string().min(1)

/**
 * A picture as the rater's screen asks for it: 128 bits that say nothing about the file or the model behind it
 * (base64url without padding).
 */
export const pictureTokenSchema = z.string().regex(/^[A-Za-z0-9_-]{22}$/)

/** When a stimulus may be answered. */
export const answeringTimes = {
  /** Answers before this time on screen do not count. */
  minimumViewMs: z.number().int().min(0).max(60_000),
  /** After this time the trial ends without an answer; null waits for ever. */
  timeoutMs: z.number().int().min(1000).max(600_000).nullable(),
}

/** The id of a choice; null where a time-out ended the trial. */
export const choiceAnswerSchema = z.string().nullable()
export type ChoiceAnswer = z.infer<typeof choiceAnswerSchema>

export const noAnswerMeans = 'the time ran out'

export const modelField: DataField = {
  type: 'text',
  unit: null,
  description: 'Name in the protocol of the model whose map was shown.',
}

/**
 * An answer that is one of the choices on screen, or null if the trial has a time-out.
 * @throws StudioError `session/bad-answer`
 */
export function checkedChoice(
  answer: ChoiceAnswer,
  choices: readonly Choice[],
  timeoutMs: number | null,
): ChoiceAnswer {
  if (answer === null ? timeoutMs !== null : choices.some(({ id }) => id === answer)) return answer
  const allowed = choices.map(({ id }) => id).join(', ')
  throw new StudioError(
    'session/bad-answer',
    answer === null
      ? `The trial was ended without an answer, but it has no time-out. Allowed: ${allowed}.`
      : `"${answer}" is not an answer to this trial. Allowed: ${allowed}.`,
  )
}

/** The same for a trial that always has an answer. @throws StudioError `session/bad-answer` */
export function requiredChoice(answer: ChoiceAnswer, choices: readonly Choice[]): string {
  return checkedChoice(answer, choices, null)!
}
