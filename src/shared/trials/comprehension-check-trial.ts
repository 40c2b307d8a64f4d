import { z } from 'zod'
import { answerKey, maximumAnswers } from './answer-keys'
import { simulateChoice } from './simulated-choice'
import { choiceAnswerSchema, requiredChoice, shownTextSchema } from './trial-parts'
import type { Choice, TrialType } from './trial-type'

export const comprehensionShownSchema = z.strictObject({
  question: shownTextSchema,
  options: z
    .array(z.strictObject({ id: z.string().min(1), label: shownTextSchema }))
    .min(2)
    .max(maximumAnswers),
})
export type ComprehensionShown = z.infer<typeof comprehensionShownSchema>

export const comprehensionHiddenSchema = z.strictObject({
  /** Key of the question among the protocol's texts. */
  question: z.string().min(1),
  expected: z.string().min(1),
  /** Counted from 1. */
  attempt: z.number().int().min(1),
})
export type ComprehensionHidden = z.infer<typeof comprehensionHiddenSchema>

export type ComprehensionData = {
  readonly question: string
  readonly answer: string
  readonly isRight: boolean
  readonly attempt: number
}

const choices = ({ options }: ComprehensionShown): readonly Choice[] =>
  options.map(({ id, label }, index) => ({ id, label, ...answerKey(index) }))

/** A question about the instructions; the runner shows them again after a wrong answer. */
export const comprehensionCheckTrial: TrialType<
  'comprehension-check',
  ComprehensionShown,
  ComprehensionHidden,
  string | null,
  ComprehensionData
> = {
  kind: 'comprehension-check',
  label: 'Comprehension check',
  description: 'A question that only those can answer who understood the instructions.',
  shown: comprehensionShownSchema,
  hidden: comprehensionHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    question: { type: 'text', unit: null, description: "Key of the question among the protocol's texts." },
    answer: {
      type: 'text',
      unit: null,
      description: 'Id of the answer that was given: its number on screen.',
    },
    isRight: { type: 'boolean', unit: null, description: 'Whether the answer is the right one.' },
    attempt: {
      type: 'integer',
      unit: null,
      description: 'How often the questions had been asked with this time, counted from 1.',
    },
  },
  choices,
  record: (answer, { shown, hidden: { question, expected, attempt } }) => {
    const given = requiredChoice(answer, choices(shown))
    return { question, answer: given, isRight: given === expected, attempt }
  },
  passed: ({ isRight }) => isRight,
  simulate: ({ shown, hidden }, rater, uniform) => {
    const offered = choices(shown).map(({ id }) => id)
    const look = (): string => hidden.expected
    return simulateChoice({ offered, look, minimumViewMs: 0, timeoutMs: null }, rater, uniform)
  },
}
