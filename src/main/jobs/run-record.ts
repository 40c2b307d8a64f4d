import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import { writeAll, writeAtomically } from '../store/atomic-file'
import { factGroupsSchema } from './job-facts'

/** The file of a checkpoint folder that says of which run it is. */
export const recordName = 'run.json'

const recordSchema = z.object({
  formatVersion: z.literal(1),
  facts: factGroupsSchema,
  /** The processor on which it was begun: another one may round differently. */
  machine: z.string(),
  /** Whether all was computed and written. */
  isFinished: z.boolean(),
})
export type RunRecord = z.infer<typeof recordSchema>

/** @returns undefined where there is none. @throws StudioError `job/checkpoint-differs` for one that cannot be read */
export async function readRunRecord(folder: string): Promise<RunRecord | undefined> {
  const path = join(folder, recordName)
  try {
    return recordSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new StudioError(
      'job/checkpoint-differs',
      `${path} does not say of which run it is: it is damaged, or of another version of Sweetspot. Start anew ` +
        '(--restart), which throws away what is kept there.',
      { cause },
    )
  }
}

/** @throws StudioError `file/not-writable` */
export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  const text = new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`)
  await writeAtomically(join(folder, recordName), (handle) => writeAll(handle, text))
}
