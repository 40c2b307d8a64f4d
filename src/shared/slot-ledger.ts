import { z } from 'zod'
import { planSlotSchema } from './plan'

/**
 * A place in the plan that one rater takes. Slots are never removed: a returned one is followed by another, which is
 * withdrawn if its items are not missing any more before somebody takes it.
 */
export const slotEntrySchema = planSlotSchema.extend({
  /** Counted from 0; what was added later has a higher number. */
  number: z.number().int().nonnegative(),
  status: z.enum(['open', 'taken', 'returned', 'withdrawn']),
  /** Code of the rater who has it, or had it. */
  rater: z.string().min(1).nullable(),
  /** Number of the returned slot whose missing items these are. */
  replaces: z.number().int().nonnegative().nullable(),
  /** Why it came back. */
  reason: z.string().nullable(),
})
export type SlotEntry = Readonly<z.infer<typeof slotEntrySchema>>
