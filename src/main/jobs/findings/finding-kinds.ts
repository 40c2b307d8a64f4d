import { z } from 'zod'
import { idSchema, sha256Schema } from '../../../shared/records/common'
import { analysisAnswerSchema, analysisRequestSchema } from '../../../shared/analysis-answer'
import {
  alphaUnitsRequestSchema,
  pilotRequestSchema,
  pilotSchema,
  planningNumberSchema,
  planSimulationRequestSchema,
  widthImagesRequestSchema,
} from '../../../shared/analysis-design-questions'
import { listedExperimentsSchema } from '../../../shared/analysis-blind'
import { planSimulationSchema } from '../../../shared/analysis-planning'
import {
  stimulusDetailRequestSchema,
  stimulusListRequestSchema,
  storedStimulusDetailSchema,
  storedStimulusListSchema,
} from '../../../shared/rated-stimuli'
import { planMakingSchema } from '../../../shared/planning-procedures'
import {
  importOutcomeSchema,
  studyImportOptionsSchema,
  studyImportPreviewSchema,
} from '../../../shared/study-import'

const ratingFile = z.object({ name: z.string(), base64: z.string(), options: studyImportOptionsSchema })
const value = z.union([z.string(), z.number(), z.null()])
const recordedWriteSchema = z.object({
  sql: z.string(),
  parameters: z.union([z.array(value), z.record(z.string(), value)]),
})
/** How many changes a rehearsed work makes. */
const writes = z.int().min(0)

/** Everything that the findings process can be asked, with the schemas of question and answer. */
export const findingKinds = {
  experiments: { request: z.null(), answer: listedExperimentsSchema },
  analysis: { request: analysisRequestSchema, answer: analysisAnswerSchema },
  stimuli: { request: stimulusListRequestSchema, answer: storedStimulusListSchema },
  stimulus: { request: stimulusDetailRequestSchema, answer: storedStimulusDetailSchema },
  pilot: { request: pilotRequestSchema, answer: pilotSchema.nullable() },
  'plan-simulation': { request: planSimulationRequestSchema, answer: planSimulationSchema },
  'alpha-units': { request: alphaUnitsRequestSchema, answer: planningNumberSchema },
  'width-images': { request: widthImagesRequestSchema, answer: planningNumberSchema },
  'import-preview': {
    request: ratingFile,
    answer: studyImportPreviewSchema,
  },
  'rehearse-import': { request: ratingFile, answer: z.object({ result: importOutcomeSchema, writes }) },
  'rehearse-plan': {
    request: planMakingSchema,
    answer: z.object({ result: z.object({ planId: idSchema, protocolSha256: sha256Schema }), writes }),
  },
  'rehearsed-writes': {
    request: z.object({ from: z.int(), to: z.int() }),
    answer: z.array(recordedWriteSchema),
  },
} as const satisfies Record<string, { request: z.ZodType; answer: z.ZodType }>

export type FindingKind = keyof typeof findingKinds
export type FindingRequest<K extends FindingKind> = z.infer<(typeof findingKinds)[K]['request']>
export type FindingAnswer<K extends FindingKind> = z.infer<(typeof findingKinds)[K]['answer']>
const kinds = Object.keys(findingKinds) as [FindingKind, ...FindingKind[]]

/** A question on its way to the process. The folder is of the study that it is about; null where it is about none. */
export const questionSchema = z.object({
  id: z.number().int(),
  kind: z.enum(kinds),
  folder: z.string().nullable(),
  request: z.unknown(),
})
export type Question = z.infer<typeof questionSchema>
