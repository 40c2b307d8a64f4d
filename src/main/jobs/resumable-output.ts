import { randomUUID } from 'node:crypto'
import { link, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { StudioError } from '../../shared/errors'
import { makeFolder } from '../store/make-folder'
import { discardCheckpoint, leftoverIn } from './checkpoint-leftover'
import { outputPart } from './job-checkpoint'
import { refuseExisting, removeEmpty } from './output-folder'

/** Files that a job which can go on writes into a folder. */
export interface ResumableOutput {
  readonly folder: string
  /** The files; without `overwrite` none of them may exist. */
  readonly names: readonly string[]
  readonly overwrite: boolean
  /** Tells runs that write into the same folder apart. */
  readonly run: string
  /** Told the checkpoint folder when work failed and can go on. */
  readonly onKept: (checkpointFolder: string) => void
}

/** Where such a job writes, as its request takes it. */
export interface ResumablePlaces {
  readonly folder: string
  readonly checkpointFolder: string
}

/** Where a run keeps what it needs to go on: `<folder>/.<run>.checkpoint`. */
export function checkpointFolderOf({ folder, run }: Pick<ResumableOutput, 'folder' | 'run'>): string {
  return join(folder, `.${run}.checkpoint`)
}

/**
 * Lets `work` write into a folder of its own, then moves its files into `output.folder`; other files there stay. When
 * `work` fails, what it needs to go on stays in a hidden folder, the files that it has written included; when it is
 * done, nothing does.
 *
 * @throws StudioError `file/exists`, `file/not-writable`, or what `work` threw
 */
export async function addToFolderResumably<T>(
  output: ResumableOutput,
  work: (places: ResumablePlaces) => Promise<T>,
): Promise<T> {
  const created = makeFolder(output.folder)
  const checkpointFolder = checkpointFolderOf(output)
  const folder = join(checkpointFolder, outputPart)
  try {
    if (!output.overwrite) await refuseTaken(output, checkpointFolder)
    makeFolder(folder)
    try {
      const value = await work({ folder, checkpointFolder })
      for (const entry of await readdir(folder))
        await putFile(join(folder, entry), join(output.folder, entry))
      await discardCheckpoint(checkpointFolder)
      return value
    } catch (error) {
      await keepOrDiscard(output, checkpointFolder, error)
      throw error
    }
  } catch (error) {
    await removeEmpty(output.folder, created)
    throw error
  }
}

/** A finished run may go on although its files exist: it was killed while they were being put in their place. */
async function refuseTaken({ folder, names }: ResumableOutput, checkpointFolder: string): Promise<void> {
  const leftover = await leftoverIn(checkpointFolder)
  if (leftover === 'finished') return
  try {
    await refuseExisting(folder, names)
  } catch (error) {
    if (leftover === 'nothing') await discardCheckpoint(checkpointFolder)
    throw error
  }
}

/**
 * Puts a file in its place, in an existing folder. It stays where it was made as well, so that a run that is killed
 * meanwhile finds all of its files there.
 */
export async function putFile(file: string, target: string): Promise<void> {
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`)
  const isLinked = await link(file, temporary).then(
    () => true,
    () => false, // not every file system has links
  )
  await rename(isLinked ? temporary : file, target)
}

async function keepOrDiscard(
  { onKept }: ResumableOutput,
  checkpointFolder: string,
  error: unknown,
): Promise<void> {
  const code = error instanceof StudioError ? error.code : 'internal'
  // What is there is of another run.
  if (code === 'job/checkpoint-differs' || code === 'job/running-elsewhere') return
  // From where it is, it would diverge again.
  const isHopeless = code === 'training/diverged'
  if (!isHopeless && (await leftoverIn(checkpointFolder)) !== 'nothing') onKept(checkpointFolder)
  else await discardCheckpoint(checkpointFolder)
}
