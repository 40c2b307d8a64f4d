import { z } from 'zod'
import { analysisAnswerSchema, analysisRequestSchema } from './analysis-answer'
import {
  alphaUnitsRequestSchema,
  pilotRequestSchema,
  pilotSchema,
  planningNumberSchema,
  planSimulationRequestSchema,
  widthImagesRequestSchema,
} from './analysis-design-questions'
import { blindStateSchema, liftReasonSchema, listedExperimentsSchema } from './analysis-blind'
import { planSimulationSchema } from './analysis-planning'
import {
  stimulusDetailRequestSchema,
  stimulusDetailSchema,
  stimulusListRequestSchema,
  stimulusListSchema,
} from './rated-stimuli'
import { idSchema } from './records/common'
import { studioOnly, type Role } from './roles'

/**
 * The part of the contract by which ratings are analysed. While an experiment is blind, everything but `experiments` and
 * a look at the quality of its ratings is refused with `analysis/blinded`.
 */
export const analysisProcedures = {
  /** Those with ratings, and plans without. */
  'analysis.experiments': { roles: studioOnly, input: z.void(), output: listedExperimentsSchema },
  /** A later request of a longer stage ends one that runs: it then fails with `job/cancelled`. */
  'analysis.run': { roles: studioOnly, input: analysisRequestSchema, output: analysisAnswerSchema },
  /** Recorded in the audit, and never taken back: what was seen is known. */
  'analysis.liftBlind': {
    roles: studioOnly,
    input: z.strictObject({ planId: idSchema, reason: liftReasonSchema }),
    output: blindStateSchema,
  },
  'analysis.stimuli': { roles: studioOnly, input: stimulusListRequestSchema, output: stimulusListSchema },
  'analysis.stimulus': {
    roles: studioOnly,
    input: stimulusDetailRequestSchema,
    output: stimulusDetailSchema,
  },
  /** Of experiments with classes or pairs; null for scales, for which no simulation is known. */
  'analysis.pilot': { roles: studioOnly, input: pilotRequestSchema, output: pilotSchema.nullable() },
  'analysis.simulatePlan': {
    roles: studioOnly,
    input: planSimulationRequestSchema,
    output: planSimulationSchema,
  },
  'analysis.unitsForAlpha': {
    roles: studioOnly,
    input: alphaUnitsRequestSchema,
    output: planningNumberSchema,
  },
  'analysis.imagesForWidth': {
    roles: studioOnly,
    input: widthImagesRequestSchema,
    output: planningNumberSchema,
  },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>
