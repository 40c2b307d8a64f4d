import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { toErrorPayload } from '../../shared/errors'
import { jobFolder } from '../store/study-paths'
import type { StudyStore } from '../store/study-store'
import { discardCheckpoint, leftoverIn } from './checkpoint-leftover'
import { outputPart } from './job-checkpoint'
import { studyJobHandlers } from './study-job-handlers'
import type { StudyJobKind } from './study-job-kind'

/** Where a job of a study works until its files are in their place. */
export interface StudyJobFolders {
  readonly root: string
  readonly work: string
  /** What it needs to go on, what it has written among it; undefined for a job that always starts anew. */
  readonly checkpoint: string | undefined
}

export function studyJobFolders(study: StudyStore, kind: StudyJobKind, jobId: string): StudyJobFolders {
  const root = jobFolder(study.paths, jobId)
  if (!studyJobHandlers[kind].isResumable)
    return { root, work: join(root, outputPart), checkpoint: undefined }
  const checkpoint = join(root, 'checkpoint')
  return { root, work: join(checkpoint, outputPart), checkpoint }
}

/** Removes everything that a job worked with. */
export async function discardJobFolders({ root, checkpoint }: StudyJobFolders): Promise<void> {
  if (checkpoint !== undefined) await discardCheckpoint(checkpoint)
  await rm(root, { recursive: true, force: true, maxRetries: 5 })
}

/** Keeps what a failed job can go on from, and nothing else. @returns whether it can go on */
export async function keepOrDiscard(folders: StudyJobFolders, error: unknown): Promise<boolean> {
  const isHopeless = toErrorPayload(error).code === 'training/diverged' // from where it is, it would diverge again
  const leftover =
    folders.checkpoint === undefined || isHopeless
      ? 'nothing'
      : await leftoverIn(folders.checkpoint).catch(() => 'nothing' as const)
  if (leftover !== 'nothing') return true
  await discardJobFolders(folders)
  return false
}
