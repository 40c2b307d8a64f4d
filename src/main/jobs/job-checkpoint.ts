import { readdir, rm } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { StudioError } from '../../shared/errors'
import { cpuThreads } from '../compute/ort'
import { isTemporary } from '../store/atomic-file'
import { makeFolder } from '../store/make-folder'
import { lockFile } from '../store/file-lock'
import { describeDifferences, type FactGroup, type Facts } from './job-facts'
import { readRunRecord, writeRunRecord } from './run-record'

/** The file that is locked while a process works with a checkpoint folder. */
export const lockName = '.lock'
/** The folder, inside a checkpoint folder, in which a caller may gather the files of a result. */
export const outputPart = 'output'
/** A process whose parent was killed ends at its next step; that may take a few seconds. */
const lockWaitMs = 10_000

/** What a job keeps to go on after it was killed; no other process can have it at the same time. */
export interface JobCheckpoint {
  /**
   * Compares with the run that is kept here; where none is, notes the facts for a later one.
   * @throws StudioError `job/checkpoint-differs` naming all that differs
   */
  require(group: FactGroup, facts: Facts): Promise<void>
  /** Where a part of the job keeps its files; made by whoever writes there. */
  folder(part: string): string
  /** Removes the files of a part. */
  discard(part: string): Promise<void>
  /** To be called when the job's files are written. */
  finish(): Promise<void>
}

/** What a request says of where its job keeps what it needs to go on. */
export interface CheckpointPlace {
  readonly checkpointFolder?: string | undefined
  readonly restart?: boolean | undefined
  /** Where the result is being written; a run that goes on finds there what it has written before. */
  readonly folder: string
}

export interface CheckpointOptions {
  /** Told when a run goes on on another machine. */
  readonly warn: (message: string) => void
  /** How long to wait for another process to end; this one stands still meanwhile. Default 10,000. */
  readonly waitMs?: number
}

/**
 * Lets `work` run with what is kept in a request's checkpoint folder, or without where it names none.
 * @throws StudioError `job/running-elsewhere`, `job/checkpoint-differs`, `file/not-writable`, or what `work` threw
 */
export async function withCheckpoint<T>(
  place: CheckpointPlace,
  { warn, waitMs = lockWaitMs }: CheckpointOptions,
  work: (checkpoint: JobCheckpoint | undefined) => Promise<T>,
): Promise<T> {
  const { checkpointFolder: folder, restart = false } = place
  if (folder === undefined) return work(undefined)
  makeFolder(folder)
  const release = lockFile(join(folder, lockName), waitMs)
  if (release === null) {
    throw new StudioError(
      'job/running-elsewhere',
      `Another process is at work on the run in ${folder}. Wait until it is done, or stop it.`,
    )
  }
  try {
    const isUnknown = restart || (await readRunRecord(folder)) === undefined
    if (isUnknown) await removeFrom(folder, (name) => !name.startsWith(lockName))
    makeFolder(place.folder)
    await removeFrom(place.folder, isTemporary)
    return await work(await openCheckpoint(folder, warn))
  } finally {
    release()
  }
}

async function removeFrom(folder: string, isUnwanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isUnwanted(name)) await rm(join(folder, name), { recursive: true, force: true })
  }
}

async function openCheckpoint(folder: string, warn: (message: string) => void): Promise<JobCheckpoint> {
  const machine = `${cpus()[0]?.model.trim() ?? 'an unknown processor'}, ${cpuThreads} threads`
  let record = (await readRunRecord(folder)) ?? { formatVersion: 1, facts: {}, machine, isFinished: false }
  if (record.machine !== machine) {
    warn(
      `The run was begun on ${record.machine} and goes on on ${machine}: its result may differ in the last digits from ` +
        'that of an unbroken run.',
    )
  }
  const change = async (changes: Partial<typeof record>): Promise<void> => {
    record = { ...record, ...changes }
    await writeRunRecord(folder, record)
  }
  return {
    async require(group, facts) {
      const before = record.facts[group]
      if (before === undefined) return change({ facts: { ...record.facts, [group]: facts } })
      const differences = describeDifferences(group, before, facts)
      if (differences.length === 0) return
      throw new StudioError(
        'job/checkpoint-differs',
        `${folder} keeps an unfinished run that is not the one asked for: ${differences.join('; ')}. Ask for the same ` +
          'to go on with it, or start anew (--restart), which throws away what is kept there.',
      )
    },
    folder: (part) => join(folder, part),
    discard: (part) => rm(join(folder, part), { recursive: true, force: true }),
    finish: () => change({ isFinished: true }),
  }
}
