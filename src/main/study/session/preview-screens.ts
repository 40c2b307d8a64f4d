import type { LanguageTag } from '../../../shared/languages/languages'
import type { Plan } from '../../../shared/plan'
import { conditionsOf, type ProtocolContent } from '../../../shared/protocol'
import { blocksOf } from '../../../shared/protocol-timeline'
import type { RaterTrial } from '../../../shared/session-views'
import { composeTrial } from './compose-trial'
import { blindTrial } from './rater-view'
import { textOf, type SessionMaterial, type StudyImage } from './session-material'
import type { Step } from './session-steps'

/** What a protocol is looked at with before anybody rates. */
export interface PreviewRequest {
  readonly content: ProtocolContent
  readonly language: LanguageTag
  /** Two or more, each with a map of every model; with fewer, screens and examples with pictures are left out. */
  readonly images: readonly StudyImage[]
  readonly token: (picture: string) => string
}

/** A screen of a protocol, or the text at the end. */
export type PreviewScreen =
  | { readonly trialKey: string; readonly trial: RaterTrial }
  | { readonly trialKey: 'end'; readonly text: string }

/**
 * One screen of each sort that a session by this protocol shows, in its order: every page and question, the first practice
 * trial, an item under each condition, an attention check and a break.
 * @throws StudioError `protocol/invalid` for a missing text
 */
export function previewScreens(request: PreviewRequest): readonly PreviewScreen[] {
  const { content } = request
  const material = previewMaterial(request)
  const [end] = blocksOf(content.timeline, 'end')
  return [
    ...content.timeline
      .flatMap((_, index) => previewSteps(content, index))
      .filter(({ type }) => material.reserve.length > 0 || !needsPictures.includes(type))
      .map((step) => ({ trialKey: step.key, trial: blindTrial(composeTrial(material, step)) })),
    ...(end === undefined ? [] : [{ trialKey: 'end' as const, text: textOf(material, end.text) }]),
  ]
}

const needsPictures: readonly Step['type'][] = ['practice', 'item', 'check']

function previewMaterial({ content, language, images, token }: PreviewRequest): SessionMaterial {
  const [rated, ...reserve] = images
  const conditions = conditionsOf(content)
  const slot = {
    trials: conditions.map((_, condition) => ({ image: 0, condition, isFlipped: false, part: 0 })),
    checksAfter: [],
  }
  const plan: Plan = {
    format: 1,
    seed: 0,
    ratingsPerItem: 1,
    imageRepeats: 'allow',
    sides: 'balanced',
    checkEvery: null,
    images: rated === undefined ? [] : [{ id: rated.id, classId: rated.classId }],
    conditions: conditions.map(({ name, models }) => ({ name, models })),
    slots: [slot],
  }
  const byId = new Map(images.map((image) => [image.id, image]))
  const shown = reserve.length > 0 ? content : withoutExamples(content)
  return { content: shown, plan, slot, images: byId, reserve, language, seed: 0, token }
}

const withoutExamples = (content: ProtocolContent): ProtocolContent => ({
  ...content,
  timeline: content.timeline.map((block) =>
    block.type === 'instructions' ? { ...block, examplePages: [] } : block,
  ),
})

/** The screens of a block, each sort once. */
function previewSteps({ timeline, ...content }: ProtocolContent, index: number): readonly Step[] {
  const block = timeline[index]!
  const at = { block: index }
  switch (block.type) {
    case 'consent':
    case 'questionnaire':
      return [{ ...at, key: `${index}`, type: block.type }]
    case 'instructions':
      return block.pages.map((text, page) => ({
        ...at,
        key: `${index}.${page}`,
        type: 'instruction',
        text,
        repetition: 0,
      }))
    case 'comprehension':
      return block.questions.map((_, question) => ({
        ...at,
        key: `${index}.${question}`,
        type: 'comprehension',
        question,
        attempt: 1,
      }))
    case 'practice':
      return [{ ...at, key: `${index}`, type: 'practice', number: 0 }]
    case 'rating': {
      const items = conditionsOf(content).map((_, position): Step => ({
        ...at,
        key: `${index}.${position}`,
        type: 'item',
        position,
      }))
      const check: Step = { ...at, key: `${index}.check`, type: 'check', number: 0 }
      const pause: Step = { ...at, key: `${index}.break`, type: 'break', number: 0 }
      return [
        ...items,
        ...(block.checkEvery === null ? [] : [check]),
        ...(block.breakEvery === null ? [] : [pause]),
      ]
    }
    case 'end':
      return []
  }
}
