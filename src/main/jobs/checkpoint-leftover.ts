import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lockFile } from '../store/file-lock'
import { lockName, outputPart } from './job-checkpoint'
import { readRunRecord, recordName } from './run-record'

/** What is left in a checkpoint folder when no process is at work there. */
export type Leftover = 'nothing' | 'unfinished' | 'finished'

/** A process that was just killed may take a moment to be gone. */
const lockWaitMs = 2000

/** Whether a run can go on from a folder, or is done there. @throws StudioError `job/checkpoint-differs` */
export async function leftoverIn(folder: string): Promise<Leftover> {
  const record = await readRunRecord(folder)
  if (record === undefined) return 'nothing'
  if (record.isFinished) return 'finished'
  const files = await readdir(folder, { recursive: true })
  const isKept = files.some((file) => file.endsWith('.safetensors') && !file.startsWith(outputPart))
  return isKept ? 'unfinished' : 'nothing'
}

/** Removes a checkpoint folder, unless another process is at work in it. */
export async function discardCheckpoint(folder: string): Promise<void> {
  const isThere = await readdir(folder).then(
    () => true,
    () => false,
  )
  if (!isThere) return
  const release = lockFile(join(folder, lockName), lockWaitMs)
  if (release === null) return
  release()
  // The record first: whatever is left without it counts as nothing.
  await rm(join(folder, recordName), { force: true })
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
