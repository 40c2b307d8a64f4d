import { z } from 'zod'
import { ratingAnswers } from '../records/session-records'
import { answerKey } from './answer-keys'
import { simulateChoice } from './simulated-choice'
import { stimulusEvidenceSchema, visibleEvidence, type SimulatedRater } from './simulated-rater'
import {
  answeringTimes,
  checkedChoice,
  choiceAnswerSchema,
  noAnswerMeans,
  pictureTokenSchema,
  shownTextSchema,
} from './trial-parts'
import type { Choice, TrialType } from './trial-type'

export const pairShownSchema = z.strictObject({
  question: shownTextSchema,
  /** The class that both models named, in the rater's language. */
  predictedClass: shownTextSchema,
  left: pictureTokenSchema,
  original: pictureTokenSchema,
  right: pictureTokenSchema,
  labels: z.strictObject({
    left: shownTextSchema,
    /** Null where "both equally" is not offered. */
    equal: shownTextSchema.nullable(),
    right: shownTextSchema,
  }),
  ...answeringTimes,
})
export type PairShown = z.infer<typeof pairShownSchema>

export const pairHiddenSchema = z.strictObject({
  leftModel: z.string().min(1),
  rightModel: z.string().min(1),
  leftEvidence: stimulusEvidenceSchema,
  rightEvidence: stimulusEvidenceSchema,
})
export type PairHidden = z.infer<typeof pairHiddenSchema>

export type PairData = {
  readonly chosenModel: string | null
  readonly leftModel: string
  readonly rightModel: string
}

/** What `chosenModel` holds for "both equally"; no model may have this name. */
export const equalAnswer = ratingAnswers.equal

function choices({ labels }: PairShown): readonly Choice[] {
  const left = { id: 'left', label: labels.left, keys: ['ArrowLeft', ...answerKey(0).keys], keyLabel: '← 1' }
  const right = (index: number): Choice => ({
    id: 'right',
    label: labels.right,
    keys: ['ArrowRight', ...answerKey(index).keys],
    keyLabel: `→ ${index + 1}`,
  })
  if (labels.equal === null) return [left, right(1)]
  const keys = ['ArrowUp', 'ArrowDown', ...answerKey(1).keys]
  return [left, { id: 'equal', label: labels.equal, keys, keyLabel: '↑ ↓ 2' }, right(2)]
}

/** Log-odds of the better map for a difference of 1 in evidence: 0 without skill, unbounded with all of it. */
const discrimination = (skill: number): number => (skill < 1 ? (8 * skill) / (1 - skill) : 1e9)

/**
 * Davidson's extension of Bradley and Terry's model to ties (JASA 65, 1970), with the evidence in a map as its
 * merit; his tie parameter is set so that `equalBias` is the probability of a tie between equals. Maps that do not
 * differ at all are seen to be the same with the probability `skill`.
 */
function judge(
  hidden: PairHidden,
  { profile }: SimulatedRater,
  offered: readonly string[],
  uniform: () => number,
): string {
  const difference = visibleEvidence(hidden.leftEvidence) - visibleEvidence(hidden.rightEvidence)
  const isEqualOffered = offered.includes('equal')
  if (difference === 0 && isEqualOffered && uniform() < profile.skill) return 'equal'
  const logOdds = discrimination(profile.skill) * difference + profile.sideBias
  const tie = (2 * profile.equalBias) / (1 - profile.equalBias)
  const [left, right] = [Math.min(1, Math.exp(logOdds)), Math.min(1, Math.exp(-logOdds))]
  const equal = isEqualOffered ? tie * Math.sqrt(left * right) : 0
  const draw = uniform() * (left + right + equal)
  if (draw < left) return 'left'
  return draw < left + right ? 'right' : 'equal'
}

/** Experiment 1: which of two maps, with the original between them, is more reasonable. */
export const pairTrial: TrialType<'pair', PairShown, PairHidden, string | null, PairData> = {
  kind: 'pair',
  label: 'Pair of maps',
  description: 'Two maps with the original and its predicted class between them: which is more reasonable?',
  shown: pairShownSchema,
  hidden: pairHiddenSchema,
  answer: choiceAnswerSchema,
  fields: {
    chosenModel: {
      type: 'text',
      unit: null,
      description: 'Name in the protocol of the model whose map was chosen, or "equal" for both equally.',
      missing: noAnswerMeans,
    },
    leftModel: {
      type: 'text',
      unit: null,
      description: 'Name in the protocol of the model whose map was on the left.',
    },
    rightModel: {
      type: 'text',
      unit: null,
      description: 'Name in the protocol of the model whose map was on the right.',
    },
  },
  choices,
  record: (answer, { shown, hidden: { leftModel, rightModel } }) => {
    const side = checkedChoice(answer, choices(shown), shown.timeoutMs)
    const models: Readonly<Record<string, string>> = {
      left: leftModel,
      right: rightModel,
      equal: equalAnswer,
    }
    return { chosenModel: side === null ? null : models[side]!, leftModel, rightModel }
  },
  simulate: ({ shown, hidden }, rater, uniform) => {
    const offered = choices(shown).map(({ id }) => id)
    return simulateChoice(
      { offered, look: () => judge(hidden, rater, offered, uniform), ...shown },
      rater,
      uniform,
    )
  },
}
