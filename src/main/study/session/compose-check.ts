import { seededRandom } from '../../../shared/seeded-random'
import type { CheckForm } from '../../../shared/trials/attention-check-trial'
import { ratingType } from '../../../shared/trials/rating-tasks'
import { visibleEvidence } from '../../../shared/trials/simulated-rater'
import type { AnyTrial } from '../../../shared/trials/trial-types'
import { composeRating, splitTask, type RatingTrial } from './compose-rating'
import {
  conditionInTurn,
  reserveImage,
  textOf,
  type SessionMaterial,
  type StudyImage,
} from './session-material'

/** A practice pair has a right answer where one map has so much more of its energy inside the object. */
const clearDifference = 0.15

interface KnownTrial {
  readonly trial: RatingTrial
  /** Id of the right answer; null where every answer is as good. */
  readonly expected: string | null
}

/**
 * An attention check: a rating trial about an image that nobody rates, with an answer that is known.
 * @param number counted from 0
 * @throws StudioError `stimuli/too-few` without such images
 */
export function composeCheck(
  material: SessionMaterial,
  form: CheckForm,
  number: number,
): Extract<AnyTrial, { kind: 'attention-check' }> {
  // From the end of the reserve, which practice takes from the start.
  const image = reserveImage(material, material.reserve.length - 1 - (number % material.reserve.length))
  const { trial, expected } =
    form === 'instructed' ? instructed(material, image, number) : known(material, image, number)
  const task = splitTask(trial)
  return {
    kind: 'attention-check',
    shown: { task: task.shown },
    hidden: { task: task.hidden, form, expected: expected! },
  }
}

/** A practice trial with its feedback. @param number counted from 0 @throws StudioError `stimuli/too-few` */
export function composePractice(
  material: SessionMaterial,
  number: number,
): Extract<AnyTrial, { kind: 'practice' }> {
  const { trial, expected } = practised(material, reserveImage(material, number), number)
  const task = splitTask(trial)
  const choice = ratingType(trial.kind)
    .choices(trial.shown)
    .find(({ id }) => id === expected)
  return {
    kind: 'practice',
    shown: {
      task: task.shown,
      number: number + 1,
      rightAnswer: expected,
      feedback: {
        right: textOf(material, 'practice.right'),
        wrong: textOf(material, 'practice.wrong', { answer: choice?.label ?? '' }),
        open: textOf(material, 'practice.open'),
      },
    },
    hidden: { task: task.hidden },
  }
}

/** The question names the answer to choose. */
function instructed(material: SessionMaterial, image: StudyImage, number: number): KnownTrial {
  const trial = composeRating(material, {
    image,
    condition: conditionInTurn(material, number),
    isFlipped: false,
  })
  const random = seededRandom(material.seed, 'check', number)
  const choice = random.pick(ratingType(trial.kind).choices(trial.shown))
  const question = textOf(material, 'check.instructed', { answer: choice.label })
  return { trial: withQuestion(trial, question), expected: choice.id }
}

function withQuestion(trial: RatingTrial, question: string): RatingTrial {
  switch (trial.kind) {
    case 'pair':
      return { ...trial, shown: { ...trial.shown, question } }
    case 'likert':
      return { ...trial, shown: { ...trial.shown, question } }
    case 'classify':
      return { ...trial, shown: { ...trial.shown, question } }
  }
}

/** The pictures leave one answer: the same map twice is "both equally", the whole image shows its class. */
function known(material: SessionMaterial, image: StudyImage, number: number): KnownTrial {
  if (material.content.task.kind === 'pair') return sameTwice(material, image, number)
  const condition = conditionInTurn(material, number)
  const [model] = condition.models
  const original = { picture: image.original, energyInside: 1, isModelCorrect: true }
  const whole = { ...image, maps: { [model]: original } }
  return {
    trial: composeRating(material, { image: whole, condition, isFlipped: false }),
    expected: image.classId,
  }
}

function sameTwice(material: SessionMaterial, image: StudyImage, number: number): KnownTrial {
  const { name, models } = conditionInTurn(material, number)
  const condition = { name, models: [models[0], models[0]] as const }
  return { trial: composeRating(material, { image, condition, isFlipped: false }), expected: 'equal' }
}

/**
 * Of single maps the class is known. Of pairs the map with clearly more of its energy inside the object is right;
 * where that is not known, every other trial shows the same map twice. Scales have no right answer.
 */
function practised(material: SessionMaterial, image: StudyImage, number: number): KnownTrial {
  const { task } = material.content
  const condition = conditionInTurn(material, task.kind === 'pair' ? number : 0)
  const isFlipped = seededRandom(material.seed, 'practice', number).chance(0.5)
  const trial = composeRating(material, { image, condition, isFlipped })
  if (trial.kind === 'classify') return { trial, expected: image.classId }
  if (trial.kind === 'likert') return { trial, expected: null }
  const { leftEvidence, rightEvidence } = trial.hidden
  const isKnown = leftEvidence.energyInside !== null && rightEvidence.energyInside !== null
  const difference = visibleEvidence(leftEvidence) - visibleEvidence(rightEvidence)
  if (isKnown && Math.abs(difference) >= clearDifference) {
    return { trial, expected: difference > 0 ? 'left' : 'right' }
  }
  const isEqualOffered = task.kind === 'pair' && task.isEqualOffered
  if (isEqualOffered && number % 2 === 1) return sameTwice(material, image, number)
  return { trial, expected: null }
}
