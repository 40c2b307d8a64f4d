import { countText } from './count-text'
import type { ProtocolContent } from './protocol'
import type { ProtocolProblem } from './protocol-validation'
import type { Block, BlockOf, BlockType } from './protocol-timeline'

/** Blocks of which a session has at most one. */
const singleBlocks: readonly BlockType[] = ['consent', 'questionnaire', 'practice', 'rating', 'end']

/** What is wrong with the order of the blocks, and with each block. */
export function timelineProblems(content: ProtocolContent): readonly ProtocolProblem[] {
  return [
    ...orderProblems(content.timeline),
    ...content.timeline.flatMap((block, index) =>
      blockProblems(block, content).map(({ field, message }) => ({
        field: `timeline.${index}${field === '' ? '' : `.${field}`}`,
        message,
      })),
    ),
  ]
}

function orderProblems(timeline: readonly Block[]): readonly ProtocolProblem[] {
  const types = timeline.map(({ type }) => type)
  const rating = types.indexOf('rating')
  const problem = (index: number, message: string): ProtocolProblem => ({
    field: `timeline.${index}`,
    message,
  })
  return [
    ...(rating < 0 ? [{ field: 'timeline', message: 'There is no block of ratings; add one.' }] : []),
    ...(types.at(-1) === 'end' ? [] : [{ field: 'timeline', message: 'The last block must be the end.' }]),
    ...types.flatMap((type, index) => {
      if (singleBlocks.includes(type) && types.indexOf(type) < index) {
        return [problem(index, `There is a block "${type}" already; remove one.`)]
      }
      if (type === 'end' && index < types.length - 1) return [problem(index, 'The end must come last.')]
      if (type === 'consent' && index > 0) return [problem(index, 'Consent must come first.')]
      if ((type === 'practice' || type === 'comprehension') && rating >= 0 && index > rating) {
        return [problem(index, `"${type}" must come before the ratings.`)]
      }
      if (type === 'comprehension' && !types.slice(0, index).includes('instructions')) {
        return [problem(index, 'Questions need instructions before them; add a block of instructions.')]
      }
      return []
    }),
  ]
}

/** Fields relative to the block. */
function blockProblems(block: Block, content: ProtocolContent): readonly ProtocolProblem[] {
  switch (block.type) {
    case 'comprehension':
      return block.questions.flatMap(({ options, expected }, index) =>
        options.includes(expected)
          ? []
          : [
              {
                field: `questions.${index}.expected`,
                message: `The right answer "${expected}" is none of the options (${options.join(', ')}).`,
              },
            ],
      )
    case 'practice':
      return practiceProblems(block)
    case 'rating':
      return ratingProblems(block, content)
    case 'instructions':
      return exampleProblems(block)
    case 'consent':
    case 'questionnaire':
    case 'end':
      return []
  }
}

function exampleProblems({ pages, examplePages = [] }: BlockOf<'instructions'>): readonly ProtocolProblem[] {
  return examplePages.flatMap((page, index) => {
    if (pages.includes(page)) return []
    const message = `The example stands on "${page}", which is none of the pages (${pages.join(', ')}).`
    return [{ field: `examplePages.${index}`, message }]
  })
}

function practiceProblems({ right, within, maximumTrials }: BlockOf<'practice'>): readonly ProtocolProblem[] {
  if (right > within) {
    return [
      { field: 'right', message: `${right} of the last ${countText(within, 'answer')} cannot be right.` },
    ]
  }
  if (within <= maximumTrials) return []
  const message = `The criterion looks at ${countText(within, 'answer')}, but there are at most ${maximumTrials}.`
  return [{ field: 'maximumTrials', message }]
}

function ratingProblems(
  { checkEvery, checkForm }: BlockOf<'rating'>,
  { task, sampling }: ProtocolContent,
): readonly ProtocolProblem[] {
  if (checkEvery === null) return []
  const problems: ProtocolProblem[] = []
  if (checkEvery > sampling.itemsPerRater) {
    problems.push({
      field: 'checkEvery',
      message: `One check in ${countText(checkEvery, 'item')} gives none: a rater has ${countText(sampling.itemsPerRater, 'item')}.`,
    })
  }
  if (checkForm !== 'known-answer') return problems
  if (task.kind === 'likert' || (task.kind === 'pair' && !task.isEqualOffered)) {
    const message =
      task.kind === 'likert'
        ? 'No point of a scale is the right one; choose "instructed".'
        : 'The known answer is "both equally", which is not offered; offer it or choose "instructed".'
    problems.push({ field: 'checkForm', message })
  }
  return problems
}
