import { z } from 'zod'
import { experimentSchema, unreadableExperimentSchema } from './analysis-experiment'
import { idSchema } from './records/common'

const count = z.number().int().min(0)

/** One set of ratings that is analysed together: those to a plan, or those that were imported under one name. */
export const experimentRefSchema = z.strictObject({
  kind: z.enum(['plan', 'import']),
  /** Of the plan, or of the imported experiment's set of stimuli. */
  id: idSchema,
})
export type ExperimentRef = z.infer<typeof experimentRefSchema>

/**
 * Whether effects may be looked at. They are hidden while people still rate, so that nobody stops when the numbers please;
 * imported and simulated ratings hide nothing.
 */
export const blindStateSchema = z.object({
  /** `not-needed`: nothing was planned. `complete`: the plan is. `lifted`: by a decision that the audit keeps. */
  state: z.enum(['not-needed', 'blind', 'complete', 'lifted']),
  /** Ratings of people that count. */
  collected: count,
  /** Ratings of people that the plan asks for. */
  planned: count,
  /** Of the first decision to lift it; null where it was not lifted. */
  lifted: z.object({ reason: z.string(), at: z.string(), collected: count }).nullable(),
})
export type BlindState = z.infer<typeof blindStateSchema>

/** Of ratings that no plan asked for, as imported ones. */
export const nothingPlanned: BlindState = { state: 'not-needed', collected: 0, planned: 0, lifted: null }

/** Reasons to lift a blind are sentences, since others will read them. */
export const liftReasonSchema = z.string().trim().min(10).max(1000)

export const listedExperimentSchema = experimentSchema.extend({ blind: blindStateSchema })
export type ListedExperiment = z.infer<typeof listedExperimentSchema>

/** Every experiment is in one of both lists, newest first. */
export const listedExperimentsSchema = z.object({
  experiments: z.array(listedExperimentSchema),
  unreadable: z.array(unreadableExperimentSchema),
})
export type ListedExperiments = z.infer<typeof listedExperimentsSchema>
