import type { z } from 'zod'
import { StudioError } from '../../shared/errors'

/** The options that the schema allows. @throws StudioError `dataset/bad-request` naming each one that is wrong */
export function parseOptions<Schema extends z.ZodType>(schema: Schema, options: unknown): z.output<Schema> {
  const parsed = schema.safeParse(options)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`)
  throw new StudioError('dataset/bad-request', `The data set cannot be opened so. ${faults.join('. ')}.`)
}
