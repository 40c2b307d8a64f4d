import { Option, type Command } from 'commander'
import type { RunOptions } from '../jobs/compute-client'
import type { StudyJobKind, StudyJobRequest } from '../jobs/study-job-kind'
import {
  continueStudyJob,
  runStudyJob,
  stoppedJob,
  type StudyJobOutcome,
  type StudyJobWorld,
} from '../jobs/study-jobs'
import { onlyReadText } from '../../shared/study-overview'
import { openStudy } from '../store/open-study'
import type { StudyStore } from '../store/study-store'
import { isClosedToWriting } from '../store/write-failure'
import { absolute } from './options'
import type { ProgressView } from './progress-view'
import { howToGoOn } from './resumable-job'
import { jobListeners, type CliSession } from './session'

/** `--study`, in place of an output folder. */
export function addStudyOption(command: Command): Command {
  return command.addOption(
    new Option(
      '--study <folder>',
      'keep the results in this study; models are then named as the study names them',
    ).conflicts(['out', 'force']),
  )
}

/**
 * Opens a study for as long as `work` takes, and tells `view` where it can only be read. Errors as `openStudy` and
 * `work`.
 */
export async function withStudy<T>(
  folder: string,
  { isReadOnly, view }: { readonly isReadOnly: boolean; readonly view?: ProgressView },
  work: (study: StudyStore) => T | Promise<T>,
): Promise<T> {
  const study = openStudy(absolute(folder), { isReadOnly })
  try {
    if (isClosedToWriting(study.paths.folder)) view?.note(onlyReadText)
    return await work(study)
  } finally {
    study.close()
  }
}

/** Lets `work` run jobs on a study, with progress on the terminal until it ends. Errors as `openStudy` and `work`. */
export function workInStudy<T>(
  session: CliSession,
  folder: string,
  work: (world: StudyJobWorld, listeners: RunOptions) => Promise<T>,
): Promise<T> {
  return withStudy(folder, { isReadOnly: false }, async (study) => {
    try {
      return await work({ study, client: session.client }, jobListeners(session))
    } finally {
      session.view.end()
    }
  })
}

/**
 * Runs one job on a study; the same again goes on after it was stopped, unless it is to start anew. Says so where it can.
 * Errors as `openStudy` and `runStudyJob`.
 */
export function runInStudy<K extends StudyJobKind>(
  session: CliSession,
  { folder, restart = false }: { readonly folder: string; readonly restart?: boolean },
  makeRequest: (study: StudyStore) => StudyJobRequest<K>,
): Promise<StudyJobOutcome<K>> {
  return workInStudy(session, folder, async (world, listeners) => {
    const request = makeRequest(world.study)
    const run = restart ? runStudyJob : continueStudyJob
    try {
      return await run<K>(world, request, listeners)
    } catch (error) {
      if (stoppedJob(world.study, request)) session.view.note(howToGoOn('the study'))
      throw error
    }
  })
}
