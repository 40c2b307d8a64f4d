import { z } from 'zod'
import { hiddenTaskSchema, innerTrial, ratingType, shownTaskSchema, type ShownTask } from './rating-tasks'
import { simulateChoice } from './simulated-choice'
import { checkedChoice, choiceAnswerSchema, noAnswerMeans } from './trial-parts'
import type { Choice, TrialType } from './trial-type'

/** How an answer comes to be known: the question names it, or the pictures leave no other. */
export const checkForms = ['instructed', 'known-answer'] as const
export type CheckForm = (typeof checkForms)[number]

export const attentionCheckShownSchema = z.strictObject({ task: shownTaskSchema })
export type AttentionCheckShown = z.infer<typeof attentionCheckShownSchema>

export const attentionCheckHiddenSchema = z.strictObject({
  task: hiddenTaskSchema,
  form: z.enum(checkForms),
  /** Id of the choice that passes. */
  expected: z.string().min(1),
})
export type AttentionCheckHidden = z.infer<typeof attentionCheckHiddenSchema>

export type AttentionCheckData = {
  readonly form: CheckForm
  readonly expected: string
  readonly answer: string | null
  readonly hasPassed: boolean
}

const choices = ({ kind, shown }: ShownTask): readonly Choice[] => ratingType(kind).choices(shown)

/** A rating trial with a known answer, which looks like all others. */
export const attentionCheckTrial: TrialType<
  'attention-check',
  AttentionCheckShown,
  AttentionCheckHidden,
  string | null,
  AttentionCheckData
> = {
  kind: 'attention-check',
  label: 'Attention check',
  description: 'A trial like the others whose answer is known, to find those who do not look.',
  shown: attentionCheckShownSchema,
  hidden: attentionCheckHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    form: {
      type: 'category',
      unit: null,
      description: 'Whether the question named the answer ("instructed") or the pictures left no other.',
      values: checkForms,
    },
    expected: { type: 'text', unit: null, description: 'Id of the answer that passes the check.' },
    answer: {
      type: 'text',
      unit: null,
      description: 'Id of the answer that was given.',
      missing: noAnswerMeans,
    },
    hasPassed: { type: 'boolean', unit: null, description: 'Whether the answer is the expected one.' },
  },
  choices: ({ task }) => choices(task),
  record: (answer, { shown: { task }, hidden: { form, expected } }) => {
    const given = checkedChoice(answer, choices(task), task.shown.timeoutMs)
    return { form, expected, answer: given, hasPassed: given === expected }
  },
  passed: ({ hasPassed }) => hasPassed,
  simulate: ({ shown: { task }, hidden }, rater, uniform) => {
    innerTrial(task, hidden.task)
    const offered = choices(task).map(({ id }) => id)
    return simulateChoice({ offered, look: () => hidden.expected, ...task.shown }, rater, uniform)
  },
}
