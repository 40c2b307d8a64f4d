import type { PlanSlot } from '../../../shared/plan'
import type { Block, BlockOf } from '../../../shared/protocol-timeline'

/** One screen of a session, by its place. */
export type Step = { readonly key: string; readonly block: number } & (
  | { readonly type: 'consent' | 'questionnaire' }
  | { readonly type: 'instruction'; readonly text: string; readonly repetition: number }
  | { readonly type: 'comprehension'; readonly question: number; readonly attempt: number }
  | { readonly type: 'practice'; readonly number: number }
  | { readonly type: 'item'; readonly position: number }
  | { readonly type: 'check'; readonly number: number }
  | { readonly type: 'break'; readonly number: number }
)

/** What decides which screens there are. */
export interface SessionPlan {
  readonly timeline: readonly Block[]
  readonly slot: PlanSlot
}

/** Answered screens by key: whether a known answer was met, null where none is right. */
export type Answered = ReadonlyMap<string, boolean | null>

/** The screen that comes next, or how the session ended. */
export type NextStep = Step | 'complete' | 'declined'

/** The first screen without an answer. Complete is what has none. */
export function nextStep(plan: SessionPlan, answered: Answered): NextStep {
  for (const [index, block] of plan.timeline.entries()) {
    if (block.type === 'consent' && answered.get(consentKey(index)) === false) return 'declined'
    const step = stepsOf(plan, index, answered).find(({ key }) => !answered.has(key))
    if (step !== undefined) return step
  }
  return 'complete'
}

/**
 * The first page without an answer of a repetition of instructions after a gap; undefined when all were read again.
 * @param before the blocks before this one are repeated
 * @param repetition counted from 1
 */
export function repeatedInstruction(
  { timeline }: SessionPlan,
  answered: Answered,
  { before, repetition }: { readonly before: number; readonly repetition: number },
): Step | undefined {
  return timeline
    .slice(0, before)
    .flatMap((block, index) =>
      block.type === 'instructions' ? pages(block, index, repetition, `again-${repetition}`) : [],
    )
    .find(({ key }) => !answered.has(key))
}

/**
 * A screen that was asked once, by its key; undefined where the session has none of this name.
 * @param answered with the answer to this screen
 */
export function findStep(plan: SessionPlan, answered: Answered, key: string): Step | undefined {
  const regular = plan.timeline.flatMap((_, index) => stepsOf(plan, index, answered))
  const repetition = Number(/\.again-(\d+)$/.exec(key)?.[1] ?? 0)
  const repeated = plan.timeline.flatMap((block, index) =>
    block.type === 'instructions' ? pages(block, index, repetition, `again-${repetition}`) : [],
  )
  return [...regular, ...repeated].find((step) => step.key === key)
}

/** Places in the slot of the rated items that have an answer. */
export function answeredPositions(answered: Answered): readonly number[] {
  return [...answered.keys()].flatMap((key) => {
    const [, kind, position] = key.split('.')
    return kind === 'item' ? [Number(position)] : []
  })
}

/** Rated items and attention checks together, so that nobody can tell them apart. */
export function ratingProgress(
  { timeline, slot }: SessionPlan,
  answered: Answered,
): { readonly done: number; readonly total: number } {
  const keys = timeline.flatMap((block, index) =>
    block.type === 'rating'
      ? ratingSteps(block, index, slot)
          .filter(isRating)
          .map(({ key }) => key)
      : [],
  )
  return { done: keys.filter((key) => answered.has(key)).length, total: keys.length }
}

/** Whether a screen asks for a rating, as far as a rater can tell. */
export const isRating = ({ type }: Step): boolean => type === 'item' || type === 'check'

const consentKey = (block: number): string => `${block}.consent`

/** The screens of a block as far as the answers so far decide them. */
function stepsOf(plan: SessionPlan, index: number, answered: Answered): readonly Step[] {
  const block = plan.timeline[index]!
  switch (block.type) {
    case 'consent':
      return [{ key: consentKey(index), block: index, type: 'consent' }]
    case 'questionnaire':
      return [{ key: `${index}.questionnaire`, block: index, type: 'questionnaire' }]
    case 'instructions':
      return pages(block, index, 0, '')
    case 'comprehension':
      return comprehensionSteps(plan, index, answered)
    case 'practice':
      return practiceSteps(block, index, answered)
    case 'rating':
      return ratingSteps(block, index, plan.slot)
    case 'end':
      return []
  }
}

function pages(
  block: BlockOf<'instructions'>,
  index: number,
  repetition: number,
  suffix: string,
): readonly Step[] {
  return block.pages.map((text, page) => ({
    key: `${index}.page.${page}${suffix === '' ? '' : `.${suffix}`}`,
    block: index,
    type: 'instruction',
    text,
    repetition,
  }))
}

/** All questions; after a wrong answer the last instructions and all questions again. */
function comprehensionSteps({ timeline }: SessionPlan, index: number, answered: Answered): readonly Step[] {
  const block = timeline[index] as BlockOf<'comprehension'>
  const instructions = timeline.findLastIndex(({ type }, at) => at < index && type === 'instructions')
  const steps: Step[] = []
  for (let attempt = 1; attempt <= block.maximumAttempts; attempt++) {
    if (attempt > 1) {
      const before = timeline[instructions] as BlockOf<'instructions'>
      steps.push(...pages(before, instructions, attempt - 1, `for-${index}-attempt-${attempt}`))
    }
    const questions = block.questions.map((_, question): Step => {
      const key = `${index}.question.${question}.attempt-${attempt}`
      return { key, block: index, type: 'comprehension', question, attempt }
    })
    steps.push(...questions)
    if (!questions.some(({ key }) => answered.get(key) === false)) break
  }
  return steps
}

/** Trials until enough of the last ones were not wrong, or there were too many. */
function practiceSteps(
  { right, within, maximumTrials }: BlockOf<'practice'>,
  index: number,
  answered: Answered,
): readonly Step[] {
  const steps: Step[] = []
  for (let number = 0; number < maximumTrials; number++) {
    const key = `${index}.practice.${number}`
    steps.push({ key, block: index, type: 'practice', number })
    if (!answered.has(key)) break
    const last = steps.slice(-within).filter((step) => answered.get(step.key) !== false)
    if (last.length >= right) break
  }
  return steps
}

/** Steps of a rating block by its slot: they do not depend on answers, and each answer asks for them again. */
const knownSteps = new WeakMap<PlanSlot, Map<string, readonly Step[]>>()

/** Items in the order of the slot, with the checks and breaks between them. */
function ratingSteps({ breakEvery }: BlockOf<'rating'>, block: number, slot: PlanSlot): readonly Step[] {
  const ofSlot = knownSteps.get(slot) ?? new Map<string, readonly Step[]>()
  knownSteps.set(slot, ofSlot)
  const key = `${block} ${breakEvery}`
  const steps = ofSlot.get(key) ?? makeRatingSteps(breakEvery, block, slot)
  ofSlot.set(key, steps)
  return steps
}

function makeRatingSteps(
  breakEvery: number | null,
  block: number,
  { trials, checksAfter }: PlanSlot,
): readonly Step[] {
  return trials.flatMap((_, position): Step[] => {
    const check = checksAfter.indexOf(position)
    const isBreak = breakEvery !== null && position > 0 && position % breakEvery === 0
    const number = isBreak ? position / breakEvery - 1 : 0
    return [
      ...(check < 0
        ? []
        : [{ key: `${block}.check.${check}`, block, type: 'check', number: check } as const]),
      ...(isBreak ? [{ key: `${block}.break.${number}`, block, type: 'break', number } as const] : []),
      { key: `${block}.item.${position}`, block, type: 'item', position },
    ]
  })
}
