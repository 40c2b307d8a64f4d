import { z } from 'zod'
import { alphaInfluenceSchema, alphaSchema } from './analysis-alpha'

const alphaGroupsSchema = z.array(z.object({ group: z.string(), result: alphaSchema }))

/** How far raters agree: overall, in parts of the data, and without single items and raters. */
export const agreementSchema = z.object({
  /** What counts as an answer, as "the model chosen; both equally is an answer of its own". */
  coding: z.string(),
  overall: alphaSchema,
  /** The same with other codings, as "the side of the screen, as published". */
  alternatives: alphaGroupsSchema,
  /** With pairs: per pair of models. */
  byModel: alphaGroupsSchema,
  byClass: alphaGroupsSchema,
  bySite: alphaGroupsSchema,
  /** Largest change first, as many as the options allow. */
  itemInfluence: z.array(alphaInfluenceSchema),
  raterInfluence: z.array(alphaInfluenceSchema),
})
export type Agreement = z.infer<typeof agreementSchema>
