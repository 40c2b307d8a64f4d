import { z } from 'zod'
import { answerKey } from './answer-keys'
import { simulateChoice } from './simulated-choice'
import { drawNormal, stimulusEvidenceSchema, visibleEvidence, type SimulatedRater } from './simulated-rater'
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

export const likertShownSchema = z.strictObject({
  question: shownTextSchema,
  predictedClass: shownTextSchema,
  picture: pictureTokenSchema,
  original: pictureTokenSchema,
  /** One label a point, from the low end to the high end; points between the ends may have none. */
  labels: z.union([
    z.tuple([shownTextSchema, z.string(), shownTextSchema]),
    z.tuple([shownTextSchema, z.string(), z.string(), z.string(), shownTextSchema]),
  ]),
  ...answeringTimes,
})
export type LikertShown = z.infer<typeof likertShownSchema>

export const likertHiddenSchema = z.strictObject({
  model: z.string().min(1),
  evidence: stimulusEvidenceSchema,
})
export type LikertHidden = z.infer<typeof likertHiddenSchema>

export type LikertData = {
  readonly rating: number | null
  readonly pointCount: number
  readonly model: string
}

const choices = ({ labels }: LikertShown): readonly Choice[] =>
  labels.map((label, index) => ({ id: `${index + 1}`, label, ...answerKey(index) }))

/**
 * The evidence in the map, blurred by a normal error that grows as skill falls, cut into as many equal ranges as
 * there are points (a cumulative model: McCullagh 1980).
 */
function rate(
  evidence: number,
  { profile }: SimulatedRater,
  pointCount: number,
  uniform: () => number,
): string {
  const perceived = evidence + 0.5 * (1 - profile.skill) * drawNormal(uniform)
  return `${Math.min(pointCount, Math.max(1, Math.floor(perceived * pointCount) + 1))}`
}

/** The pre-study: how reasonable one map is, on 3 or 5 points. */
export const likertTrial: TrialType<'likert', LikertShown, LikertHidden, string | null, LikertData> = {
  kind: 'likert',
  label: 'Likert scale',
  description:
    'One map beside its original: how reasonable is it, on a scale of 3 or 5 points with named ends?',
  shown: likertShownSchema,
  hidden: likertHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    rating: {
      type: 'integer',
      unit: 'points',
      description: 'Point of the scale, from 1 at its low end to the number of points at its high end.',
      missing: noAnswerMeans,
    },
    pointCount: { type: 'integer', unit: 'points', description: 'Number of points of the scale, 3 or 5.' },
    model: modelField,
  },
  choices,
  record: (answer, { shown, hidden: { model } }) => {
    const point = checkedChoice(answer, choices(shown), shown.timeoutMs)
    return { rating: point === null ? null : Number(point), pointCount: shown.labels.length, model }
  },
  simulate: ({ shown, hidden }, rater, uniform) => {
    const offered = choices(shown).map(({ id }) => id)
    const evidence = visibleEvidence(hidden.evidence)
    return simulateChoice(
      { offered, look: () => rate(evidence, rater, offered.length, uniform), ...shown },
      rater,
      uniform,
    )
  },
}
