import { z } from 'zod'
import { ratingAnswers } from '../records/session-records'
import { answerKey, maximumAnswers, noneKey } from './answer-keys'
import { simulateChoice } from './simulated-choice'
import {
  recognitionProbability,
  stimulusEvidenceSchema,
  visibleEvidence,
  type SimulatedRater,
} from './simulated-rater'
import {
  answeringTimes,
  checkedChoice,
  choiceAnswerSchema,
  modelField,
  noAnswerMeans,
  pictureTokenSchema,
  shownTextSchema,
} from './trial-parts'
import type { Choice, TrialType } from './trial-type'

export const classifyShownSchema = z.strictObject({
  question: shownTextSchema,
  picture: pictureTokenSchema,
  /** In the order of the buttons. */
  classes: z
    .array(z.strictObject({ id: z.string().min(1), label: shownTextSchema }))
    .min(2)
    .max(maximumAnswers),
  unknownLabel: shownTextSchema,
  ...answeringTimes,
})
export type ClassifyShown = z.infer<typeof classifyShownSchema>

export const classifyHiddenSchema = z.strictObject({
  model: z.string().min(1),
  trueClass: z.string().min(1),
  evidence: stimulusEvidenceSchema,
})
export type ClassifyHidden = z.infer<typeof classifyHiddenSchema>

export type ClassifyData = {
  readonly chosenClass: string | null
  readonly isCorrect: boolean | null
  readonly model: string
}

/** What `chosenClass` holds for "I don't know / none of the above"; no class may have this id. */
export const unknownAnswer = ratingAnswers.unknown

const choices = ({ classes, unknownLabel }: ClassifyShown): readonly Choice[] => [
  ...classes.map(({ id, label }, index) => ({ id, label, ...answerKey(index) })),
  { id: unknownAnswer, label: unknownLabel, ...noneKey },
]

function recognise(
  { trueClass, evidence }: ClassifyHidden,
  { profile }: SimulatedRater,
  classes: readonly string[],
  uniform: () => number,
): string {
  if (uniform() < recognitionProbability(profile.skill, visibleEvidence(evidence))) return trueClass
  return uniform() < profile.unknownRate ? unknownAnswer : classes[Math.floor(uniform() * classes.length)]!
}

/** Experiment 2: what is on the image, of which one occlusion-map shows only a part. */
export const classifyTrial: TrialType<
  'classify',
  ClassifyShown,
  ClassifyHidden,
  string | null,
  ClassifyData
> = {
  kind: 'classify',
  label: 'Classification',
  description: 'One occlusion-map: which of the classes is on the image?',
  shown: classifyShownSchema,
  hidden: classifyHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    chosenClass: {
      type: 'text',
      unit: null,
      description:
        'Id of the class that the rater chose, or "unknown" for "I don\'t know / none of the above".',
      missing: noAnswerMeans,
    },
    isCorrect: {
      type: 'boolean',
      unit: null,
      description: 'Whether the chosen class is the image\'s own; "unknown" counts as not correct.',
      missing: noAnswerMeans,
    },
    model: modelField,
  },
  choices,
  record: (answer, { shown, hidden: { model, trueClass } }) => {
    const chosenClass = checkedChoice(answer, choices(shown), shown.timeoutMs)
    return { chosenClass, isCorrect: chosenClass === null ? null : chosenClass === trueClass, model }
  },
  simulate: ({ shown, hidden }, rater, uniform) => {
    const classes = shown.classes.map(({ id }) => id)
    const offered = [...classes, unknownAnswer]
    return simulateChoice(
      { offered, look: () => recognise(hidden, rater, classes, uniform), ...shown },
      rater,
      uniform,
    )
  },
}
