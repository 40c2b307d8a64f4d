import { z } from 'zod'
import { errorCodes } from '../../shared/errors'
import { jobProgressSchema, jobRequestSchema } from '../../shared/jobs'
import { trainingEventSchema } from '../../shared/training-history'

/** What the client sends to the compute process. */
export const toProcessSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), id: z.string(), request: jobRequestSchema }),
  z.object({ type: z.literal('cancel'), id: z.string() }),
])
export type ToProcess = z.infer<typeof toProcessSchema>

const errorSchema = z.object({ code: z.enum(errorCodes), message: z.string() })

/** What the compute process sends back. A result is checked against its job's own schema by the client. */
export const fromProcessSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), id: z.string(), progress: jobProgressSchema }),
  z.object({ type: z.literal('training'), id: z.string(), event: trainingEventSchema }),
  z.object({ type: z.literal('note'), id: z.string(), message: z.string() }),
  z.object({ type: z.literal('warning'), id: z.string(), message: z.string() }),
  z.object({ type: z.literal('done'), id: z.string(), value: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.string(), error: errorSchema }),
])
export type FromProcess = z.infer<typeof fromProcessSchema>
