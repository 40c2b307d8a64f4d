import { z } from 'zod'

const fraction = z.number().min(0).max(1)
const whole = z.number().int().nonnegative()

/** How well a network names the classes of a set of images. */
export const evaluationSchema = z.object({
  /** Images classified. */
  count: whole,
  /** Share with the right class first, and among the first five. */
  top1: fraction,
  top5: fraction,
  /** Mean cross-entropy in nats. */
  meanLoss: z.number(),
  /** Expected calibration error (Guo et al. 2017), 15 bins of equal width. */
  calibrationError: fraction,
  perClass: z.array(
    z.object({
      className: z.string(),
      count: whole,
      correct: whole,
      /** Share of them with the right class first; null for a class without images. */
      top1: fraction.nullable(),
    }),
  ),
  /** Numbers of images, by true class and then by predicted class. */
  confusion: z.array(z.array(whole)),
})
