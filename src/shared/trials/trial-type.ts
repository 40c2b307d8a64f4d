import type { z } from 'zod'
import type { SimulatedRater } from './simulated-rater'

/** Kinds of trial: everything that a rater's screen can show. */
export const trialKinds = [
  'consent',
  'questionnaire',
  'instruction',
  'comprehension-check',
  'practice',
  'pair',
  'likert',
  'classify',
  'attention-check',
  'break',
] as const
export type TrialKind = (typeof trialKinds)[number]

export type DataValue = string | number | boolean | null

/** What one column of a trial's data means: the line of the codebook. */
export interface DataField {
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'category'
  /** As `ms`; null where a value has none. */
  readonly unit: string | null
  /** One sentence. */
  readonly description: string
  /** The values that a category can take, where they are the same in every study. */
  readonly values?: readonly string[]
  /** What a missing value (null) means; absent where a value is always there. */
  readonly missing?: string
}

export type DataFields<Data> = { readonly [Name in keyof Data]-?: DataField }

/** One answer that a person can give by a button or its key. */
export interface Choice {
  /** What the screen sends. */
  readonly id: string
  readonly label: string
  /** `KeyboardEvent.code`s that give this answer. */
  readonly keys: readonly string[]
  /** As it is printed on the button, as `← 1`. */
  readonly keyLabel: string
}

/**
 * One screen of a session. `shown` is all that the rater's screen gets and holds no hint of a model; `hidden` is
 * what only the host knows. Both survive JSON.
 */
export interface Trial<Kind extends string = TrialKind, Shown = unknown, Hidden = unknown> {
  readonly kind: Kind
  readonly shown: Shown
  readonly hidden: Hidden
}

/** What a simulated rater did with a trial. */
export interface SimulatedAnswer<Answer> {
  readonly answer: Answer
  /** From the stimulus on screen to the answer. */
  readonly responseMs: number
}

/**
 * A kind of screen. To add one: a file with its type, its kind above, its line in `trialTypes`. A type declares and
 * computes; timing, order, saving and the rest of a row are the runner's.
 */
export interface TrialType<Kind extends TrialKind, Shown, Hidden, Answer, Data extends object> {
  readonly kind: Kind
  /** What researchers see in lists. */
  readonly label: string
  readonly description: string
  readonly shown: z.ZodType<Shown>
  readonly hidden: z.ZodType<Hidden>
  readonly answer: z.ZodType<Answer>
  readonly fields: DataFields<Data>
  /** The answers on screen, in their order, each with keys of its own; empty for a form. */
  choices(shown: Shown): readonly Choice[]
  /**
   * The data of a row.
   * @throws StudioError `session/bad-answer` if the answer is none of the trial's
   */
  record(answer: Answer, trial: Trial<Kind, Shown, Hidden>): Data
  /** Whether the data meet a known answer; absent where none is right. Null: not to be judged. */
  passed?(data: Data): boolean | null
  /** What a simulated rater answers, and when. `uniform` draws from [0, 1). */
  simulate(
    trial: Trial<Kind, Shown, Hidden>,
    rater: SimulatedRater,
    uniform: () => number,
  ): SimulatedAnswer<Answer>
}
