import { StudioError } from '../../../shared/errors'
import { fillText, type LanguageTag } from '../../../shared/languages/languages'
import type { Plan, PlanSlot } from '../../../shared/plan'
import { conditionsOf, type Condition, type ProtocolContent } from '../../../shared/protocol'
import type { StimulusEvidence } from '../../../shared/trials/simulated-rater'

/** An image of the study with all its pictures, each by the host's own name for it. */
export interface StudyImage {
  readonly id: string
  readonly classId: string
  readonly original: string
  /** One map for each model of the protocol, by the model's name. */
  readonly maps: Readonly<Record<string, StimulusEvidence>>
}

/** Everything that the screens of one session are made from. */
export interface SessionMaterial {
  readonly content: ProtocolContent
  readonly plan: Plan
  readonly slot: PlanSlot
  /** The plan's images, by id. */
  readonly images: ReadonlyMap<string, StudyImage>
  /** Images that nobody rates, for practice and attention checks. */
  readonly reserve: readonly StudyImage[]
  readonly language: LanguageTag
  /** Of this session: decides what checks and practice show, and the order of answers where that is shuffled. */
  readonly seed: number
  /** What the rater's screen knows a picture by. */
  readonly token: (picture: string) => string
}

/**
 * A text of the protocol in the session's language.
 * @throws StudioError `protocol/invalid` if it has none
 */
export function textOf(
  { content, language }: Pick<SessionMaterial, 'content' | 'language'>,
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = content.texts[language]?.[key]
  if (text !== undefined) return fillText(text, values)
  throw new StudioError(
    'protocol/invalid',
    `The protocol "${content.name}" has no text "${key}" in the language "${language}". Write it, and check the ` +
      'protocol before sessions start.',
  )
}

/** The name of a class in the session's language; its id where it has none. */
export const classLabel = ({ content, language }: SessionMaterial, classId: string): string =>
  content.classes.find(({ id }) => id === classId)?.labels[language] ?? classId

/** @throws StudioError `stimuli/bad-request` for an image, or a map, that is not there */
export function planImage({ images }: SessionMaterial, id: string): StudyImage {
  const image = images.get(id)
  if (image !== undefined) return image
  throw new StudioError(
    'stimuli/bad-request',
    `The plan shows the image ${id}, which is not among the ${images.size} images of the study. Make its maps again, ` +
      'or another plan.',
  )
}

/** @throws StudioError `stimuli/bad-request` */
export function mapOf({ id, maps }: StudyImage, model: string): StimulusEvidence {
  const map = maps[model]
  if (map !== undefined) return map
  throw new StudioError(
    'stimuli/bad-request',
    `The image ${id} has no map of the model "${model}", only of ${Object.keys(maps).join(', ') || 'none'}. Make the ` +
      'missing map.',
  )
}

/**
 * An image that nobody rates, in turn.
 * @throws StudioError `stimuli/too-few` if there is none
 */
export function reserveImage({ reserve, content }: SessionMaterial, number: number): StudyImage {
  const image = reserve.at(number % reserve.length)
  if (image !== undefined) return image
  throw new StudioError(
    'stimuli/too-few',
    `The protocol "${content.name}" has practice, attention checks or examples in its instructions, which show images ` +
      'that nobody rates, but no image is kept for them. Choose at least one image more of each class than are rated.',
  )
}

/** Conditions of the protocol, one for each number, in turn. */
export function conditionInTurn({ content }: SessionMaterial, number: number): Condition {
  const conditions = conditionsOf(content)
  return conditions[number % conditions.length]!
}
