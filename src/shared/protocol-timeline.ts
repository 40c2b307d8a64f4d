import { z } from 'zod'
import { checkForms } from './trials/attention-check-trial'
import { questionIdSchema } from './trials/questionnaire-trial'

const count = z.number().int().positive()

/** Key of a text of the protocol, as `instructions.welcome`. */
const textKey = z.string().regex(/^[a-z][\w.+-]*$/i, 'must be letters, digits, dots and hyphens')

const comprehensionQuestionSchema = z.strictObject({
  question: textKey,
  /** Answers in the order on screen. */
  options: z.array(textKey).min(2).max(10),
  /** The right one of the options. */
  expected: textKey,
})

/** The parts that a session is made of, in the order in which a person meets them. */
export const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('consent'), text: textKey }),
  z.strictObject({
    type: z.literal('questionnaire'),
    text: textKey,
    questions: z.array(questionIdSchema).min(1),
  }),
  z.strictObject({
    type: z.literal('instructions'),
    pages: z.array(textKey).min(1).max(20),
    /** Those of the pages that show an example below their text: a photograph and a map of it that nobody rates. Default none. */
    examplePages: z.array(textKey).max(20).optional(),
  }),
  z.strictObject({
    type: z.literal('comprehension'),
    questions: z.array(comprehensionQuestionSchema).min(1).max(10),
    /** After a wrong answer the last instructions and all questions come again, up to so many times in all. */
    maximumAttempts: count.max(10),
  }),
  z.strictObject({
    type: z.literal('practice'),
    /** Practice ends when `right` of the last `within` answers were right. */
    right: count.max(100),
    within: count.max(100),
    /** It ends after so many trials in any case; whether the criterion was met is recorded. */
    maximumTrials: count.max(200),
  }),
  z.strictObject({
    type: z.literal('rating'),
    /** A break after so many rated items; null for none. */
    breakEvery: count.min(2).nullable(),
    breakSeconds: z.number().int().min(0).max(3600),
    isBreakSkippable: z.boolean(),
    /** One attention check among so many rated items; null for none. */
    checkEvery: count.min(3).nullable(),
    checkForm: z.enum(checkForms),
  }),
  z.strictObject({ type: z.literal('end'), text: textKey }),
])
export type Block = Readonly<z.infer<typeof blockSchema>>
export type BlockType = Block['type']
export type BlockOf<T extends BlockType> = Extract<Block, { type: T }>

/** The blocks of one type, in order. */
export const blocksOf = <T extends BlockType>(timeline: readonly Block[], type: T): readonly BlockOf<T>[] =>
  timeline.filter((block): block is BlockOf<T> => block.type === type)
