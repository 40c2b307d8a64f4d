import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { seatIdSchema } from '../../../shared/roles'
import { seatLabelSchema } from '../../../shared/seats'
import { StudioError } from '../../../shared/errors'
import type { StudyStore } from '../../store/study-store'
import { writeSettings } from '../write-settings'

/** What is kept of a seat, so that desks find back after this machine was started again. */
export const seatRecordSchema = z.object({
  id: seatIdSchema,
  label: seatLabelSchema,
  /** SHA-256 (hex) of the secret in the desk's browser; null where none has entered. */
  tokenHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
})
export type SeatRecord = Readonly<z.infer<typeof seatRecordSchema>>

/** Where seats are kept. */
export interface SeatStorage {
  load(): readonly SeatRecord[]
  save(records: readonly SeatRecord[]): void
}

/**
 * Where a study's seats are kept; without a study, as long as the program runs.
 * @param study its folder, absolute
 */
export function seatStorageOf(study: string | undefined): SeatStorage {
  if (study !== undefined) return fileStorage(join(study, 'desks.json'))
  return { load: () => [], save: () => undefined }
}

/** The folder that keeps the seats of an open study; none where it is only read. */
export function seatFolderOf(study: StudyStore | null): string | undefined {
  return study === null || study.isReadOnly ? undefined : study.paths.folder
}

const fileSchema = z.object({ format: z.literal('sweetspot-seats-1'), seats: z.array(seatRecordSchema) })

/** @param file absolute path; it need not exist */
function fileStorage(file: string): SeatStorage {
  return {
    load: () => readRecords(file),
    save: (seats) => {
      const content: z.infer<typeof fileSchema> = { format: 'sweetspot-seats-1', seats: [...seats] }
      writeSettings(file, content)
    },
  }
}

/** @throws StudioError `station/cannot-open` for a file that is something else */
function readRecords(file: string): readonly SeatRecord[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  try {
    return fileSchema.parse(JSON.parse(text)).seats
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new StudioError(
      'station/cannot-open',
      `${file} should hold the desks of this study and does not: ${reason}. Delete it and invite the desks again; ` +
        'answers are not in it.',
    )
  }
}
