import { z } from 'zod'
import { jobProgressSchema } from './jobs'
import { idSchema } from './records/common'
import { jobRecordSchema } from './records/job-records'
import { studioOnly, type Role } from './roles'

/** A job of the study as pages see it. */
export const jobSummarySchema = jobRecordSchema
  .pick({
    id: true,
    kind: true,
    state: true,
    reason: true,
    isResumable: true,
    createdAt: true,
    startedAt: true,
    finishedAt: true,
  })
  .extend({
    /** The last that was heard of it; null before it started, and of one whose words are not understood. */
    progress: jobProgressSchema.nullable(),
  })
export type JobSummary = Readonly<z.infer<typeof jobSummarySchema>>

const ofJob = z.strictObject({ jobId: idSchema })

/** The part of the contract by which long work on the study is watched. */
export const jobProcedures = {
  /** Newest first. */
  'jobs.list': { roles: studioOnly, input: z.void(), output: z.array(jobSummarySchema) },
  /** Ends a running job at its next step; what it kept stays, and it can be resumed. */
  'jobs.cancel': { roles: studioOnly, input: ofJob, output: jobSummarySchema },
  /** Starts a job that was cancelled, interrupted or has failed again: from its checkpoint where it has one. */
  'jobs.resume': { roles: studioOnly, input: ofJob, output: jobSummarySchema },
} as const satisfies Record<string, { roles: readonly Role[]; input: z.ZodType; output: z.ZodType }>
