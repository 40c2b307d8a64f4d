import { drawAttention, drawResponseMs, type SimulatedRater } from './simulated-rater'
import type { ChoiceAnswer } from './trial-parts'
import type { SimulatedAnswer } from './trial-type'

interface SimulatedTask {
  readonly offered: readonly string[]
  /** The answer of someone who looks. */
  readonly look: () => string
  readonly minimumViewMs: number
  readonly timeoutMs: number | null
}

/**
 * What a simulated rater does with any rating trial: those who do not look, or lapse, give any of the answers with
 * equal probability; an answer after the time-out is none.
 */
export function simulateChoice(
  { offered, look, minimumViewMs, timeoutMs }: SimulatedTask,
  rater: SimulatedRater,
  uniform: () => number,
): SimulatedAnswer<ChoiceAnswer> {
  const attention = drawAttention(rater, uniform)
  const answer = attention === 'looks' ? look() : offered[Math.floor(uniform() * offered.length)]!
  const responseMs = minimumViewMs + drawResponseMs(rater, attention, uniform)
  if (timeoutMs !== null && responseMs >= timeoutMs) return { answer: null, responseMs: timeoutMs }
  return { answer, responseMs }
}
