import type { Block } from './protocol-timeline'
import type { ProtocolContent, RatingTask } from './protocol'
import { questionnaireQuestions } from './trials/questionnaire-trial'

/** Texts of the rater's screen itself. */
const screenTexts: readonly string[] = [
  'screen.continue',
  'screen.undo',
  'screen.progress',
  'screen.saved',
  'screen.saving',
  'screen.waiting',
  'screen.paused',
]

/** The words in braces that the texts with these keys must have. */
export const requiredPlaceholders: Readonly<Record<string, readonly string[]>> = {
  'screen.progress': ['done', 'total'],
  'check.instructed': ['answer'],
  'practice.wrong': ['answer'],
}

/** Keys of a scale's points, from its low end to its high end. */
export const likertLabelKeys = (pointCount: 3 | 5): readonly string[] =>
  Array.from({ length: pointCount }, (_, index) => `likert.${pointCount}.${index + 1}`)

function taskTexts(task: RatingTask): readonly string[] {
  switch (task.kind) {
    case 'pair':
      return ['pair.question', 'pair.left', 'pair.right', ...(task.isEqualOffered ? ['pair.equal'] : [])]
    case 'likert':
      return ['likert.question', ...likertLabelKeys(task.pointCount)]
    case 'classify':
      return ['classify.question', 'classify.unknown']
  }
}

function blockTexts(block: Block): readonly string[] {
  switch (block.type) {
    case 'consent':
      return [block.text, 'consent.agree', 'consent.decline', 'consent.declined']
    case 'questionnaire':
      return [block.text, ...block.questions.flatMap(questionTexts)]
    case 'instructions':
      return block.pages
    case 'comprehension':
      return block.questions.flatMap(({ question, options }) => [question, ...options])
    case 'practice':
      return ['practice.right', 'practice.wrong', 'practice.open']
    case 'rating':
      return [
        ...(block.breakEvery === null ? [] : ['break.body']),
        ...(block.breakEvery !== null && block.isBreakSkippable ? ['break.skip'] : []),
        ...(block.checkEvery !== null && block.checkForm === 'instructed' ? ['check.instructed'] : []),
      ]
    case 'end':
      return [block.text]
  }
}

/** Countries have their names from the system, in the language shown. */
const questionTexts = (id: keyof typeof questionnaireQuestions): readonly string[] => [
  `questionnaire.${id}`,
  ...(id === 'country' ? [] : questionnaireQuestions[id].map((option) => `questionnaire.${id}.${option}`)),
]

/** The keys of all texts that a session by this protocol shows, each once. */
export function neededTexts({
  task,
  timeline,
}: Pick<ProtocolContent, 'task' | 'timeline'>): readonly string[] {
  return [...new Set([...screenTexts, ...taskTexts(task), ...timeline.flatMap(blockTexts)])]
}
