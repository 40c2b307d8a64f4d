import { z } from 'zod'
import { imageRepeats } from './plan-shape'

const index = z.number().int().nonnegative()
const name = z.string().min(1)

/** One rating of a plan. */
const plannedTrialSchema = z.strictObject({
  /** Index into the plan's images, and into its conditions. */
  image: index,
  condition: index,
  /** Whether the second model of a pair is on the left; false where a single model is shown. */
  isFlipped: z.boolean(),
  /** Third of the session: 0, 1 or 2. */
  part: z.number().int().min(0).max(2),
})
export type PlannedTrial = Readonly<z.infer<typeof plannedTrialSchema>>

/** What one rater does, in order. */
export const planSlotSchema = z.strictObject({
  trials: z.array(plannedTrialSchema),
  /** How many rated items stand before each attention check, ascending. */
  checksAfter: z.array(z.number().int().min(1)),
})
export type PlanSlot = Readonly<z.infer<typeof planSlotSchema>>

/** Who rates what, in which order, with which model on which side: made before anyone sits down. */
export const planSchema = z.strictObject({
  format: z.literal(1),
  seed: z.number().int().min(0).max(0xffff_ffff),
  ratingsPerItem: z.number().int().positive(),
  imageRepeats: z.enum(imageRepeats),
  sides: z.enum(['balanced', 'random']),
  checkEvery: z.number().int().positive().nullable(),
  images: z.array(z.strictObject({ id: name, classId: name })),
  conditions: z.array(
    z.strictObject({ name, models: z.union([z.tuple([name]), z.tuple([name, name])]).readonly() }),
  ),
  slots: z.array(planSlotSchema),
})
export type Plan = Readonly<z.infer<typeof planSchema>>

/** The id of an item in the data: the image and the condition under which it is rated. */
export const itemId = ({ images, conditions }: Plan, { image, condition }: PlannedTrial): string =>
  `${images[image]!.id}/${conditions[condition]!.name}`
