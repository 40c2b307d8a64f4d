import { z } from 'zod'
import { errorCodes } from '../errors'
import { idSchema, nameSchema, relativePathSchema, timestampSchema } from './common'

export const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const
export const jobStateSchema = z.enum(jobStates)
export type JobState = z.infer<typeof jobStateSchema>

/** Long work on a study, done or to be done. */
export const jobRecordSchema = z.object({
  id: idSchema,
  kind: nameSchema,
  state: jobStateSchema,
  /** What was asked for, without the folder that it works in. */
  request: z.record(z.string(), z.json()),
  /** The last that was heard of it; null before it started. */
  progress: z.json().nullable(),
  result: z.json().nullable(),
  /** Why it failed or ended early. */
  errorCode: z.enum(errorCodes).nullable(),
  reason: z.string().nullable(),
  /** Whether it can go on from where it stopped. */
  isResumable: z.boolean(),
  /** How often it was started. */
  runCount: z.int().nonnegative(),
  /** Relative to `artifacts`. */
  logPath: relativePathSchema,
  /** Of the process that runs or ran it. */
  host: z.string().nullable(),
  processId: z.int().nullable(),
  createdAt: timestampSchema,
  startedAt: timestampSchema.nullable(),
  finishedAt: timestampSchema.nullable(),
})
export type JobRecord = Readonly<z.infer<typeof jobRecordSchema>>
