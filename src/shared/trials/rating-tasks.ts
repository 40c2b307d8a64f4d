import { z } from 'zod'
import { StudioError } from '../errors'
import { classifyHiddenSchema, classifyShownSchema, classifyTrial } from './classify-trial'
import { likertHiddenSchema, likertShownSchema, likertTrial } from './likert-trial'
import { pairHiddenSchema, pairShownSchema, pairTrial } from './pair-trial'
import type { ChoiceAnswer } from './trial-parts'
import type { TrialKind, TrialType } from './trial-type'

/** The kinds of trial whose answers are the study's ratings; the others lead up to them or check them. */
export const ratingKinds = ['pair', 'likert', 'classify'] as const satisfies readonly TrialKind[]
export type RatingKind = (typeof ratingKinds)[number]

const ratingTypes = {
  pair: pairTrial,
  likert: likertTrial,
  classify: classifyTrial,
} as const satisfies Record<RatingKind, object>

/** A rating trial as it is shown inside another, as in practice. */
export const shownTaskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pair'), shown: pairShownSchema }),
  z.strictObject({ kind: z.literal('likert'), shown: likertShownSchema }),
  z.strictObject({ kind: z.literal('classify'), shown: classifyShownSchema }),
])
export type ShownTask = z.infer<typeof shownTaskSchema>

export const hiddenTaskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pair'), hidden: pairHiddenSchema }),
  z.strictObject({ kind: z.literal('likert'), hidden: likertHiddenSchema }),
  z.strictObject({ kind: z.literal('classify'), hidden: classifyHiddenSchema }),
])
export type HiddenTask = z.infer<typeof hiddenTaskSchema>

type AnyRatingType = TrialType<RatingKind, unknown, unknown, ChoiceAnswer, object>

/** The type of a rating trial whose kind is known only when the program runs. */
export const ratingType = (kind: RatingKind): AnyRatingType => ratingTypes[kind]

/** A rating trial put together again from its two halves. @throws StudioError `internal` if they do not match */
export function innerTrial(
  { kind, shown }: ShownTask,
  task: HiddenTask,
): { readonly kind: RatingKind; readonly shown: unknown; readonly hidden: unknown } {
  if (task.kind === kind) return { kind, shown, hidden: task.hidden }
  throw new StudioError('internal', `A ${kind} trial came with the hidden half of a ${task.kind} trial.`)
}
