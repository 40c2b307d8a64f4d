import { z } from 'zod'
import { ratingSources } from '../rating-row'

/** Every record that can travel between labs has one. */
export const idSchema = z.uuidv7()

/** ISO 8601 in UTC with milliseconds, as `2026-01-31T09:30:00.000Z`. */
export const timestampSchema = z.iso.datetime({ precision: 3 })

/** Lower-case hexadecimal SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')

/** A path below a known folder, with `/`: never absolute, never out of the folder. */
export const relativePathSchema = z
  .string()
  .min(1)
  .refine(isInside, 'must be a relative path with forward slashes that stays inside its folder')

export const jsonObjectSchema = z.record(z.string(), z.json())

export const nameSchema = z.string().trim().min(1).max(200)

/** Where an answer comes from: it stands on raters, sessions and ratings. */
export const ratingSourceSchema = z.enum(ratingSources)

function isInside(path: string): boolean {
  return (
    !/^[/\\]|\\|^[a-z]:|\0/i.test(path) &&
    !path.split('/').some((part) => part === '' || /^\.\.?$/.test(part))
  )
}
