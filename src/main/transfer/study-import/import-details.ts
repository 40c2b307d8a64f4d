import { z } from 'zod'
import { importProvenanceSchema } from '../../../shared/rating-import'
import { idSchema } from '../../../shared/records/common'

const task = z.enum(['classify', 'pair', 'likert'])

/** What a batch of imported raters keeps of its file. */
export const batchDetailsSchema = z.object({
  experiment: z.string(),
  task,
  stimulusSetId: idSchema,
  provenance: importProvenanceSchema,
})
export type BatchDetails = z.infer<typeof batchDetailsSchema>
