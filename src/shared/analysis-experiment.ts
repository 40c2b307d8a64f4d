import { z } from 'zod'

const count = z.number().int().min(0)

/** What is analysed together: the answers to one plan, or the imported ratings of one experiment. */
export const experimentSchema = z.object({
  /** Of the plan, or of the imported stimuli. */
  id: z.string(),
  kind: z.enum(['plan', 'import']),
  title: z.string().min(1),
  task: z.enum(['classify', 'pair', 'likert']),
  /** Answers that count, by source. */
  ratings: z.object({ own: count, imported: count, simulated: count }),
  /** Ratings that the plan asks for; null for imported ones. */
  planned: count.nullable(),
})
export type Experiment = z.infer<typeof experimentSchema>

/** A plan of which not even the task is known, so that its answers cannot be told apart. */
export const unreadableExperimentSchema = z.object({
  /** Of the plan. */
  id: z.string(),
  title: z.string().min(1),
  /** What is wrong with its protocol, and what to do. */
  reason: z.string(),
})
export type UnreadableExperiment = z.infer<typeof unreadableExperimentSchema>
