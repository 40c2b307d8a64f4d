import type { BlockOf, BlockType } from '../../../shared/protocol-timeline'
import { questionIds } from '../../../shared/trials/questionnaire-trial'
import type { DraftContent } from './protocol-draft.svelte'

const repeatable: readonly BlockType[] = ['instructions', 'comprehension']
const types: readonly BlockType[] = [
  'instructions',
  'comprehension',
  'consent',
  'questionnaire',
  'practice',
  'rating',
  'end',
]

/** The blocks that a timeline can still take. */
export function addableBlocks(timeline: DraftContent['timeline']): readonly BlockType[] {
  return types.filter((type) => repeatable.includes(type) || timeline.every((block) => block.type !== type))
}

/** A key that no text has yet, as `instructions.own-2`; its text is there in every language that is used, and empty. */
export function newText({ texts }: Pick<DraftContent, 'texts'>, start: string): string {
  const all = Object.values(texts)
  let number = 1
  while (all.some((each) => each?.[`${start}-${number}`] !== undefined)) number += 1
  const key = `${start}-${number}`
  for (const each of all) if (each !== undefined) each[key] = ''
  return key
}

/** A question about the instructions with two answers, whose texts are to be written. */
export function newQuestion(content: DraftContent): BlockOf<'comprehension'>['questions'][number] {
  const question = newText(content, 'comprehension.own')
  const options = [newText(content, `${question}.answer`), newText(content, `${question}.answer`)]
  return { question, options, expected: options[0]! }
}

/** A block with the settings of the presets. */
export function newBlock(type: BlockType, content: DraftContent): DraftContent['timeline'][number] {
  switch (type) {
    case 'consent':
      return { type, text: 'consent.body' }
    case 'questionnaire':
      return { type, text: 'questionnaire.body', questions: [...questionIds] }
    case 'instructions':
      return { type, pages: [newText(content, 'instructions.own')] }
    case 'comprehension':
      return { type, questions: [newQuestion(content)], maximumAttempts: 3 }
    case 'practice':
      return { type, right: 3, within: 4, maximumTrials: 12 }
    case 'rating':
      return {
        type,
        breakEvery: 50,
        breakSeconds: 30,
        isBreakSkippable: true,
        checkEvery: null,
        checkForm: 'instructed',
      }
    case 'end':
      return { type, text: 'end.body' }
  }
}
