import { z } from 'zod'
import { StudioError } from '../errors'
import { countryCodes } from './countries'
import { drawResponseMs } from './simulated-rater'
import { shownTextSchema } from './trial-parts'
import type { DataField, TrialType } from './trial-type'

/** The questions that may be asked, each with its possible answers. All may be left open. */
export const questionnaireQuestions = {
  ageBand: ['18-24', '25-34', '35-44', '45-54', '55-64', '65+'],
  gender: ['female', 'male', 'non-binary', 'other'],
  vision: ['normal', 'corrected', 'reduced', 'colour-deficient'],
  expertise: ['none', 'some', 'student', 'professional'],
  country: countryCodes,
} as const satisfies Record<string, readonly string[]>
export type QuestionId = keyof typeof questionnaireQuestions

export const questionIds = Object.keys(questionnaireQuestions) as readonly QuestionId[]
export const questionIdSchema = z.enum(questionIds)

export const questionnaireShownSchema = z.strictObject({
  body: shownTextSchema,
  questions: z
    .array(
      z.strictObject({
        id: questionIdSchema,
        label: shownTextSchema,
        options: z.array(z.strictObject({ id: z.string().min(1), label: shownTextSchema })).min(2),
      }),
    )
    .min(1),
  continueLabel: shownTextSchema,
})
export type QuestionnaireShown = z.infer<typeof questionnaireShownSchema>

export const questionnaireHiddenSchema = z.strictObject({})
export type QuestionnaireHidden = z.infer<typeof questionnaireHiddenSchema>

/** Option ids of the questions that were answered. */
export const questionnaireAnswerSchema = z.partialRecord(questionIdSchema, z.string())
export type QuestionnaireAnswer = z.infer<typeof questionnaireAnswerSchema>

export type QuestionnaireData = { readonly [Id in QuestionId]: string | null }

const field = (description: string, id: QuestionId): DataField => ({
  type: 'category',
  unit: null,
  description,
  values: questionnaireQuestions[id],
  missing: 'not asked, or left open',
})

/** @throws StudioError `session/bad-answer` if an answer is not offered */
function checkAnswer(answer: QuestionnaireAnswer, { questions }: QuestionnaireShown): void {
  for (const [id, given] of Object.entries(answer)) {
    const allowed = questions.find((question) => question.id === id)?.options.map((option) => option.id)
    if (allowed?.includes(given)) continue
    throw new StudioError(
      'session/bad-answer',
      allowed === undefined
        ? `The questionnaire does not ask for "${id}". It asks for ${questions.map((q) => q.id).join(', ')}.`
        : `"${given}" is not an answer to the question "${id}". Allowed: ${allowed.join(', ')}.`,
    )
  }
}

/** What is known of the person. No question has to be answered, and none asks for a name. */
export const questionnaireTrial: TrialType<
  'questionnaire',
  QuestionnaireShown,
  QuestionnaireHidden,
  QuestionnaireAnswer,
  QuestionnaireData
> = {
  kind: 'questionnaire',
  label: 'Questionnaire',
  description: 'Optional questions about the person: age band, gender, vision, expertise, country.',
  shown: questionnaireShownSchema,
  hidden: questionnaireHiddenSchema,
  answer: questionnaireAnswerSchema,
  fields: {
    ageBand: field('Age in years, as a range.', 'ageBand'),
    gender: field('Gender, as the person states it.', 'gender'),
    vision: field(
      'Eyesight: normal, corrected by glasses or lenses, reduced, or colour-deficient.',
      'vision',
    ),
    expertise: field('Experience with machine learning.', 'expertise'),
    country: field('Country of residence, as its ISO 3166-1 alpha-2 code.', 'country'),
  },
  choices: () => [],
  record: (answer, { shown }) => {
    checkAnswer(answer, shown)
    const given = (id: QuestionId): string | null => answer[id] ?? null
    return {
      ageBand: given('ageBand'),
      gender: given('gender'),
      vision: given('vision'),
      expertise: given('expertise'),
      country: given('country'),
    }
  },
  simulate: ({ shown }, rater, uniform) => {
    const answer: QuestionnaireAnswer = {}
    for (const { id, options } of shown.questions) {
      const place = Math.floor(uniform() * (options.length + 1)) - 1
      if (place >= 0) answer[id] = options[place]!.id
    }
    return { answer, responseMs: drawResponseMs(rater, 'looks', uniform) * shown.questions.length }
  },
}
