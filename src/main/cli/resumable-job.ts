import type { Command } from 'commander'
import { addToFolderResumably, type ResumablePlaces } from '../jobs/resumable-output'
import type { CliSession } from './session'

/** What a command takes whose job can go on after it was stopped. */
export interface ResumeFlags {
  readonly force: boolean
  readonly restart: boolean
}

/** `--force` and `--restart`. */
export function addResumeOptions(command: Command): Command {
  return command
    .option('--force', 'replace models of the same names', false)
    .option('--restart', 'start anew instead of going on with a stopped run', false)
}

/** For the help of such a command. */
export const resumeHelp = `
A run that was stopped, killed or crashed goes on after its last epoch when the same command is given again.`

/** What a user does after such a run was stopped; `place` keeps what was done. */
export function howToGoOn(place: string): string {
  return `What was done until the last epoch is kept in ${place}. The same command goes on from there; with --restart it starts anew.`
}

/** What such a command writes. */
export interface ModelOutput {
  readonly folder: string
  /** Of the run, as in the names of its files. */
  readonly name: string
  readonly files: readonly string[]
}

/**
 * Runs a job that writes models, and says how it can go on if it fails or is stopped.
 * @throws StudioError `file/exists`, `file/not-writable`, or what `run` threw
 */
export function writeModelsResumably<T>(
  session: CliSession,
  { force }: ResumeFlags,
  { folder, name, files }: ModelOutput,
  run: (places: ResumablePlaces) => Promise<T>,
): Promise<T> {
  const onKept = (checkpointFolder: string) => session.view.note(howToGoOn(checkpointFolder))
  return addToFolderResumably({ folder, names: files, overwrite: force, run: name, onKept }, run)
}
