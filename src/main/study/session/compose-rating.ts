import type { Condition } from '../../../shared/protocol'
import { likertLabelKeys } from '../../../shared/protocol-texts'
import { shuffledIndices } from '../../../shared/random'
import { seededRandom } from '../../../shared/seeded-random'
import type { ClassifyShown } from '../../../shared/trials/classify-trial'
import type { LikertShown } from '../../../shared/trials/likert-trial'
import type { HiddenTask, ShownTask } from '../../../shared/trials/rating-tasks'
import type { AnyTrial } from '../../../shared/trials/trial-types'
import { classLabel, mapOf, textOf, type SessionMaterial, type StudyImage } from './session-material'

export type RatingTrial = Extract<AnyTrial, { kind: 'pair' | 'likert' | 'classify' }>

/** What a rating trial is about. */
export interface RatedItem {
  readonly image: StudyImage
  readonly condition: Condition
  /** Whether the second model of a pair is on the left. */
  readonly isFlipped: boolean
}

/** The rating trial of the protocol's task about one item. @throws StudioError `stimuli/bad-request` for a missing map */
export function composeRating(material: SessionMaterial, item: RatedItem): RatingTrial {
  const { task } = material.content
  switch (task.kind) {
    case 'pair':
      return composePair(material, item)
    case 'likert':
      return composeLikert(material, item, task.pointCount)
    case 'classify':
      return composeClassify(material, item)
  }
}

/** The two halves of a rating trial, for a trial that holds it. */
export function splitTask(trial: RatingTrial): { readonly shown: ShownTask; readonly hidden: HiddenTask } {
  switch (trial.kind) {
    case 'pair':
      return {
        shown: { kind: 'pair', shown: trial.shown },
        hidden: { kind: 'pair', hidden: trial.hidden },
      }
    case 'likert':
      return {
        shown: { kind: 'likert', shown: trial.shown },
        hidden: { kind: 'likert', hidden: trial.hidden },
      }
    case 'classify':
      return {
        shown: { kind: 'classify', shown: trial.shown },
        hidden: { kind: 'classify', hidden: trial.hidden },
      }
  }
}

const times = ({ content }: SessionMaterial) => ({
  minimumViewMs: content.answering.minimumViewMs,
  timeoutMs: content.answering.timeoutMs,
})

function composePair(
  material: SessionMaterial,
  { image, condition, isFlipped }: RatedItem,
): Extract<RatingTrial, { kind: 'pair' }> {
  const { content, token } = material
  const [first, second = first] = condition.models
  const [leftModel, rightModel] = isFlipped ? [second, first] : [first, second]
  const [leftEvidence, rightEvidence] = [mapOf(image, leftModel), mapOf(image, rightModel)]
  const isEqualOffered = content.task.kind === 'pair' && content.task.isEqualOffered
  return {
    kind: 'pair',
    shown: {
      question: textOf(material, 'pair.question'),
      predictedClass: classLabel(material, image.classId),
      left: token(leftEvidence.picture),
      original: token(image.original),
      right: token(rightEvidence.picture),
      labels: {
        left: textOf(material, 'pair.left'),
        equal: isEqualOffered ? textOf(material, 'pair.equal') : null,
        right: textOf(material, 'pair.right'),
      },
      ...times(material),
    },
    hidden: { leftModel, rightModel, leftEvidence, rightEvidence },
  }
}

function composeLikert(
  material: SessionMaterial,
  { image, condition }: RatedItem,
  pointCount: 3 | 5,
): Extract<RatingTrial, { kind: 'likert' }> {
  const [model] = condition.models
  const evidence = mapOf(image, model)
  const labels = likertLabelKeys(pointCount).map((key) => textOf(material, key)) as LikertShown['labels']
  return {
    kind: 'likert',
    shown: {
      question: textOf(material, 'likert.question'),
      predictedClass: classLabel(material, image.classId),
      picture: material.token(evidence.picture),
      original: material.token(image.original),
      labels,
      ...times(material),
    },
    hidden: { model, evidence },
  }
}

function composeClassify(
  material: SessionMaterial,
  { image, condition }: RatedItem,
): Extract<RatingTrial, { kind: 'classify' }> {
  const [model] = condition.models
  const evidence = mapOf(image, model)
  return {
    kind: 'classify',
    shown: {
      question: textOf(material, 'classify.question'),
      picture: material.token(evidence.picture),
      classes: answerOrder(material),
      unknownLabel: textOf(material, 'classify.unknown'),
      ...times(material),
    },
    hidden: { model, trueClass: image.classId, evidence },
  }
}

/** The classes as buttons: in the protocol's order, or in one order for the whole session. */
function answerOrder(material: SessionMaterial): ClassifyShown['classes'] {
  const { content, seed } = material
  const classes = content.classes.map(({ id }) => ({ id, label: classLabel(material, id) }))
  if (content.task.kind !== 'classify' || content.task.answerOrder === 'fixed') return classes
  const order = shuffledIndices(classes.length, seededRandom(seed, 'answers').uniform)
  return Array.from(order, (place) => classes[place]!)
}
