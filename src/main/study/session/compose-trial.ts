import { countryCodes } from '../../../shared/trials/countries'
import { itemId } from '../../../shared/plan'
import type { BlockOf } from '../../../shared/protocol-timeline'
import type { RowStamp } from '../../../shared/trials/trial-row'
import { questionnaireQuestions, type QuestionId } from '../../../shared/trials/questionnaire-trial'
import type { AnyTrial } from '../../../shared/trials/trial-types'
import { composeCheck, composePractice } from './compose-check'
import { composeExample } from './compose-example'
import { composeRating } from './compose-rating'
import { planImage, textOf, type SessionMaterial } from './session-material'
import type { Step } from './session-steps'

/**
 * The trial of a screen, with the half that only the host may know.
 * @throws StudioError `protocol/invalid` for a missing text, `stimuli/...` for missing pictures
 */
export function composeTrial(material: SessionMaterial, step: Step): AnyTrial {
  const { content, plan, slot } = material
  const block = content.timeline[step.block]!
  switch (step.type) {
    case 'consent':
      return composeConsent(material, block as BlockOf<'consent'>)
    case 'questionnaire':
      return composeQuestionnaire(material, block as BlockOf<'questionnaire'>)
    case 'instruction':
      return composeInstruction(material, block, step)
    case 'comprehension':
      return composeComprehension(material, block as BlockOf<'comprehension'>, step)
    case 'practice':
      return composePractice(material, step.number)
    case 'check':
      return composeCheck(material, (block as BlockOf<'rating'>).checkForm, step.number)
    case 'break':
      return composeBreak(material, block as BlockOf<'rating'>)
    case 'item': {
      const { image, condition, isFlipped } = slot.trials[step.position]!
      return composeRating(material, {
        image: planImage(material, plan.images[image]!.id),
        condition: plan.conditions[condition]!,
        isFlipped,
      })
    }
  }
}

/** What the plan says about a screen: the item that is rated, its place and its image; null for other screens. */
export function itemStamp(
  { plan, slot }: SessionMaterial,
  step: Step,
): Pick<RowStamp, 'position' | 'part' | 'item' | 'image' | 'trueClass'> {
  if (step.type !== 'item') return { position: null, part: null, item: null, image: null, trueClass: null }
  const trial = slot.trials[step.position]!
  const { id, classId } = plan.images[trial.image]!
  const { position } = step
  return { position, part: trial.part, item: itemId(plan, trial), image: id, trueClass: classId }
}

const composeConsent = (material: SessionMaterial, { text }: BlockOf<'consent'>): AnyTrial => ({
  kind: 'consent',
  shown: {
    body: textOf(material, text),
    agreeLabel: textOf(material, 'consent.agree'),
    declineLabel: textOf(material, 'consent.decline'),
  },
  hidden: { text },
})

const composeQuestionnaire = (
  material: SessionMaterial,
  { text, questions }: BlockOf<'questionnaire'>,
): AnyTrial => ({
  kind: 'questionnaire',
  shown: {
    body: textOf(material, text),
    questions: questions.map((id) => ({
      id,
      label: textOf(material, `questionnaire.${id}`),
      options: id === 'country' ? countryOptions(material.language) : questionOptions(material, id),
    })),
    continueLabel: textOf(material, 'screen.continue'),
  },
  hidden: {},
})

const questionOptions = (material: SessionMaterial, id: QuestionId): { id: string; label: string }[] =>
  questionnaireQuestions[id].map((option) => ({
    id: option,
    label: textOf(material, `questionnaire.${id}.${option}`),
  }))

/** Countries by their names in the language, in its alphabetical order. */
function countryOptions(language: string): { id: string; label: string }[] {
  const names = new Intl.DisplayNames(language, { type: 'region' })
  const collator = new Intl.Collator(language)
  return countryCodes
    .map((id) => ({ id, label: names.of(id) ?? id }))
    .sort((one, other) => collator.compare(one.label, other.label))
}

function composeInstruction(
  material: SessionMaterial,
  block: SessionMaterial['content']['timeline'][number],
  { text, repetition }: Extract<Step, { type: 'instruction' }>,
): AnyTrial {
  const { pages, examplePages = [] } = block as BlockOf<'instructions'>
  return {
    kind: 'instruction',
    shown: {
      body: textOf(material, text),
      page: pages.indexOf(text) + 1,
      pageCount: pages.length,
      example: examplePages.includes(text) ? composeExample(material, text) : null,
      continueLabel: textOf(material, 'screen.continue'),
    },
    hidden: { text, repetition },
  }
}

function composeComprehension(
  material: SessionMaterial,
  { questions }: BlockOf<'comprehension'>,
  { question: index, attempt }: Extract<Step, { type: 'comprehension' }>,
): AnyTrial {
  const { question, options, expected } = questions[index]!
  return {
    kind: 'comprehension-check',
    shown: {
      question: textOf(material, question),
      // Numbers, because the keys of the texts may say which is right.
      options: options.map((key, place) => ({ id: `${place + 1}`, label: textOf(material, key) })),
    },
    hidden: { question, expected: `${options.indexOf(expected) + 1}`, attempt },
  }
}

const composeBreak = (
  material: SessionMaterial,
  { breakSeconds, isBreakSkippable }: BlockOf<'rating'>,
): AnyTrial => ({
  kind: 'break',
  shown: {
    body: textOf(material, 'break.body'),
    countdownSeconds: breakSeconds,
    continueLabel: textOf(material, 'screen.continue'),
    skipLabel: isBreakSkippable ? textOf(material, 'break.skip') : null,
  },
  hidden: {},
})
