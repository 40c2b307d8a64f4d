import { z } from 'zod'
import { hiddenTaskSchema, innerTrial, ratingType, shownTaskSchema } from './rating-tasks'
import { checkedChoice, choiceAnswerSchema, noAnswerMeans, shownTextSchema } from './trial-parts'
import type { TrialType } from './trial-type'

export const practiceShownSchema = z.strictObject({
  task: shownTaskSchema,
  /** Counted from 1. */
  number: z.number().int().min(1),
  /** Id of the right choice, which the screen needs for its feedback; null where every answer is as good. */
  rightAnswer: z.string().min(1).nullable(),
  /** What the screen says after the answer, in Markdown. */
  feedback: z.strictObject({ right: shownTextSchema, wrong: shownTextSchema, open: shownTextSchema }),
})
export type PracticeShown = z.infer<typeof practiceShownSchema>

export const practiceHiddenSchema = z.strictObject({ task: hiddenTaskSchema })
export type PracticeHidden = z.infer<typeof practiceHiddenSchema>

export type PracticeData = {
  readonly number: number
  readonly expected: string | null
  readonly answer: string | null
  readonly isRight: boolean | null
}

/** A rating trial before the ratings, with feedback; repeated with other pictures until the protocol's criterion. */
export const practiceTrial: TrialType<
  'practice',
  PracticeShown,
  PracticeHidden,
  string | null,
  PracticeData
> = {
  kind: 'practice',
  label: 'Practice',
  description: 'A trial before the ratings, with feedback after the answer.',
  shown: practiceShownSchema,
  hidden: practiceHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    number: { type: 'integer', unit: null, description: 'Number of the practice trial, counted from 1.' },
    expected: {
      type: 'text',
      unit: null,
      description: 'Id of the right answer.',
      missing: 'no answer is right or wrong',
    },
    answer: {
      type: 'text',
      unit: null,
      description: 'Id of the answer that was given.',
      missing: noAnswerMeans,
    },
    isRight: {
      type: 'boolean',
      unit: null,
      description: 'Whether the answer is the right one.',
      missing: 'no answer is right or wrong',
    },
  },
  choices: ({ task }) => ratingType(task.kind).choices(task.shown),
  record: (answer, { shown: { task, number, rightAnswer: expected } }) => {
    const given = checkedChoice(answer, ratingType(task.kind).choices(task.shown), task.shown.timeoutMs)
    return { number, expected, answer: given, isRight: expected === null ? null : given === expected }
  },
  passed: ({ isRight }) => isRight,
  simulate: ({ shown: { task }, hidden }, rater, uniform) =>
    ratingType(task.kind).simulate(innerTrial(task, hidden.task), rater, uniform),
}
