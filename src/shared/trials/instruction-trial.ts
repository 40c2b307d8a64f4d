import { z } from 'zod'
import { continueKey } from './answer-keys'
import { drawResponseMs } from './simulated-rater'
import { choiceAnswerSchema, pictureTokenSchema, requiredChoice, shownTextSchema } from './trial-parts'
import type { Choice, TrialType } from './trial-type'

export const instructionShownSchema = z.strictObject({
  body: shownTextSchema,
  /** Counted from 1. */
  page: z.number().int().min(1),
  pageCount: z.number().int().min(1),
  /** Below the text: one map beside its photograph; null for words only. */
  example: z
    .strictObject({
      original: pictureTokenSchema,
      picture: pictureTokenSchema,
      /** In the rater's language. */
      predictedClass: shownTextSchema,
    })
    .nullable(),
  continueLabel: shownTextSchema,
})
export type InstructionShown = z.infer<typeof instructionShownSchema>

export const instructionHiddenSchema = z.strictObject({
  /** Key of the page among the protocol's texts. */
  text: z.string().min(1),
  /** How often this page had been shown before. */
  repetition: z.number().int().min(0),
})
export type InstructionHidden = z.infer<typeof instructionHiddenSchema>

export type InstructionData = { readonly text: string; readonly repetition: number }

const choices = ({ continueLabel }: InstructionShown): readonly Choice[] => [
  { id: 'continue', label: continueLabel, ...continueKey },
]

/** One page of instructions. */
export const instructionTrial: TrialType<
  'instruction',
  InstructionShown,
  InstructionHidden,
  string | null,
  InstructionData
> = {
  kind: 'instruction',
  label: 'Instructions',
  description:
    'A short page of text with one way on, and an example of what is rated where the protocol wants one.',
  shown: instructionShownSchema,
  hidden: instructionHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    text: { type: 'text', unit: null, description: "Key of the page among the protocol's texts." },
    repetition: {
      type: 'integer',
      unit: null,
      description: 'How often the page had been shown before, as after a wrong answer or an interruption.',
    },
  },
  choices,
  record: (answer, { shown, hidden: { text, repetition } }) => {
    requiredChoice(answer, choices(shown))
    return { text, repetition }
  },
  simulate: (_trial, rater, uniform) => ({
    answer: 'continue',
    responseMs: drawResponseMs(rater, 'looks', uniform),
  }),
}
