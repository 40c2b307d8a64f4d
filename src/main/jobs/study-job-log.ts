import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import type { JobProgress } from '../../shared/jobs'
import type { RunOptions } from './compute-client'

/** A job's log file: what happened when, one line each. */
export interface JobLog {
  write(text: string): void
  /** Writes down what a job tells, and passes it on. */
  listen(options: RunOptions): Pick<RunOptions, 'onProgress' | 'onTraining' | 'onNote' | 'onWarning'>
}

/**
 * Opens a log file for appending.
 * @param now milliseconds since 1970
 */
export function openJobLog(file: string, now: () => number): JobLog {
  mkdirSync(dirname(file), { recursive: true })
  const write = (text: string) => appendFileSync(file, `${new Date(now()).toISOString()} ${text}\n`)
  let stage: JobProgress['stage'] | undefined
  return {
    write,
    listen: ({ onProgress, onTraining, onNote, onWarning }) => ({
      onProgress: (progress) => {
        if (progress.stage !== stage) write(progress.stage)
        stage = progress.stage
        onProgress?.(progress)
      },
      onTraining: (event) => {
        if (event.kind === 'epoch') write(`epoch ${JSON.stringify(event)}`)
        onTraining?.(event)
      },
      onNote: (message) => {
        write(`note: ${message}`)
        onNote?.(message)
      },
      onWarning: (message) => {
        write(`warning: ${message}`)
        onWarning?.(message)
      },
    }),
  }
}
