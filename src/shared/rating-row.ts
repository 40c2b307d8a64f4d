import { z } from 'zod'

/** Where a rating comes from. The three never mix unless asked to, and are labelled wherever they show. */
export const ratingSources = ['own', 'imported', 'simulated'] as const
export type RatingSource = (typeof ratingSources)[number]

const id = z.string().min(1)

const common = {
  raterId: id,
  /** The stimulus: what was on the screen. Two raters agree or not about an item. */
  itemId: id,
  /** The photograph behind the item: the same for all models' maps of it. */
  imageId: id,
  /** Its true class; null where unknown. */
  className: id.nullable(),
  /** From the stimulus's first frame to the answer, in milliseconds; null where not measured. */
  responseMs: z.number().min(0).nullable(),
  source: z.enum(ratingSources),
  /** The laboratory or desk; null where unknown. */
  site: id.nullable(),
}

/** "What do you see?": the class that the rater named. */
export const classifyRowSchema = z.object({
  task: z.literal('classify'),
  ...common,
  modelId: id,
  /** A class name; null is "I don't know / none of the above". */
  answer: id.nullable(),
})

/** "Which is more reasonable?": the model whose map was chosen, wherever it stood. */
export const pairRowSchema = z.object({
  task: z.literal('pair'),
  ...common,
  leftModelId: id,
  rightModelId: id,
  /** One of the two models; null is "both equally reasonable". */
  answer: id.nullable(),
})

/** "How reasonable is this map?": a point on an ordered scale. */
export const likertRowSchema = z.object({
  task: z.literal('likert'),
  ...common,
  modelId: id,
  /** A point of the scale, as 1 to 5; null is "I don't know". */
  answer: z.number().int().nullable(),
})

/** One answer of one rater, as it is stored, imported and analysed: one row, whatever the file looked like. */
export const ratingRowSchema = z.discriminatedUnion('task', [
  classifyRowSchema,
  pairRowSchema,
  likertRowSchema,
])
export type RatingRow = z.infer<typeof ratingRowSchema>
export type ClassifyRow = z.infer<typeof classifyRowSchema>
export type PairRow = z.infer<typeof pairRowSchema>
export type LikertRow = z.infer<typeof likertRowSchema>
export type RatingTask = RatingRow['task']
