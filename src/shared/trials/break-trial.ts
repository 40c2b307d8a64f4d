import { z } from 'zod'
import { continueKey } from './answer-keys'
import { drawResponseMs } from './simulated-rater'
import { choiceAnswerSchema, requiredChoice, shownTextSchema } from './trial-parts'
import type { Choice, TrialType } from './trial-type'

export const breakShownSchema = z.strictObject({
  body: shownTextSchema,
  /** Length of the countdown. */
  countdownSeconds: z.number().int().min(0).max(3600),
  continueLabel: shownTextSchema,
  /** Null where the countdown must be waited for. */
  skipLabel: shownTextSchema.nullable(),
})
export type BreakShown = z.infer<typeof breakShownSchema>

export const breakHiddenSchema = z.strictObject({})
export type BreakHidden = z.infer<typeof breakHiddenSchema>

export type BreakData = { readonly countdownSeconds: number; readonly wasSkipped: boolean }

/** "Continue" counts once the countdown has ended; "skip" before. */
const choices = ({ continueLabel, skipLabel }: BreakShown): readonly Choice[] => [
  { id: 'continue', label: continueLabel, ...continueKey },
  ...(skipLabel === null ? [] : [{ id: 'skip', label: skipLabel, keys: ['KeyS'], keyLabel: 'S' }]),
]

/** A rest with a countdown. */
export const breakTrial: TrialType<'break', BreakShown, BreakHidden, string | null, BreakData> = {
  kind: 'break',
  label: 'Break',
  description: 'A rest with a countdown, which may be skipped where the protocol says so.',
  shown: breakShownSchema,
  hidden: breakHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    countdownSeconds: { type: 'integer', unit: 's', description: 'Planned length of the break.' },
    wasSkipped: { type: 'boolean', unit: null, description: 'Whether the break was ended before its time.' },
  },
  choices,
  record: (answer, { shown }) => ({
    countdownSeconds: shown.countdownSeconds,
    wasSkipped: requiredChoice(answer, choices(shown)) === 'skip',
  }),
  simulate: ({ shown }, rater, uniform) => ({
    answer: 'continue',
    responseMs: shown.countdownSeconds * 1000 + drawResponseMs(rater, 'looks', uniform),
  }),
}
