import type { ProtocolSummary } from '../../../shared/protocol-procedures'
import type { BlockType } from '../../../shared/protocol-timeline'

/** What people are asked. */
export const taskWords = {
  pair: 'Compare two maps',
  likert: 'Rate one map on a scale',
  classify: 'Name what is on an image',
} as const satisfies Record<ProtocolSummary['task'], string>

/** Whether a version can be changed, and why not. */
export function versionLook({ frozenAt, plans }: ProtocolSummary) {
  if (frozenAt !== null) return { icon: 'frozen', word: 'Frozen: a session used it', tone: 'muted' } as const
  if (plans.length > 0)
    return { icon: 'plan', word: `In the plan ${plans.join(', ')}`, tone: 'muted' } as const
  return { icon: 'edit', word: 'Can be changed', tone: 'good' } as const
}

/** Whether a version can be changed. */
export const isOpen = ({ frozenAt, plans }: ProtocolSummary): boolean =>
  frozenAt === null && plans.length === 0

/** The parts of a session, with what each is for. */
export const blockWords = {
  consent: { name: 'Consent', hint: 'The person agrees to take part, or the session ends.' },
  questionnaire: { name: 'Questionnaire', hint: 'Optional questions about the person.' },
  instructions: { name: 'Instructions', hint: 'Pages to read, one after the other.' },
  comprehension: {
    name: 'Questions about the instructions',
    hint: 'Wrong answers bring the instructions again.',
  },
  practice: { name: 'Practice', hint: 'Trials with feedback, until enough answers are right.' },
  rating: { name: 'Ratings', hint: 'The items of the plan, with breaks and attention checks.' },
  end: { name: 'End', hint: 'Thanks; nothing else to do.' },
} as const satisfies Record<BlockType, { name: string; hint: string }>

/** The questions of the questionnaire. */
export const questionWords = {
  ageBand: 'Age band',
  gender: 'Gender',
  vision: 'Eyesight',
  expertise: 'Experience with machine learning',
  country: 'Country of residence',
} as const
