import type { JobProgress } from '../../shared/jobs'
import type { TrainingEvent } from '../../shared/training-history'
import { formatBar, formatLine } from './progress-text'

/** Where a command shows how far it is. */
export interface ProgressView {
  progress(progress: JobProgress): void
  /** For programs that read along; people have it in the progress' detail. */
  training(event: TrainingEvent): void
  warning(message: string): void
  /** A remark that is no warning. */
  note(message: string): void
  /** Leaves the terminal ready for other text. */
  end(): void
}

/** The part of a writable stream that is used. */
export interface TextOutput {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
}

const lineIntervalMs = 10_000

/** A bar on a terminal, a line now and then in a pipe, JSON lines with `--json`. */
export function createProgressView(output: TextOutput, isJson: boolean): ProgressView {
  if (isJson) return createJsonView(output)
  return output.isTTY === true ? createBarView(output) : createLineView(output, () => performance.now())
}

function createJsonView(output: TextOutput): ProgressView {
  const line = (value: object) => output.write(`${JSON.stringify(value)}\n`)
  return {
    progress: (progress) => line({ type: 'progress', ...progress }),
    training: (event) => line({ type: 'training', ...event }),
    warning: (message) => line({ type: 'warning', message }),
    note: (message) => line({ type: 'note', message }),
    end: () => undefined,
  }
}

const clearLine = '\r\u001b[2K'

/** One bar that is redrawn; a finished stage stays on the screen. */
export function createBarView(output: TextOutput): ProgressView {
  let stage: string | undefined
  const leave = () => {
    if (stage !== undefined) output.write('\n')
    stage = undefined
  }
  const say = (text: string) => {
    if (stage !== undefined) output.write(clearLine)
    output.write(`${text}\n`)
  }
  return {
    progress: (progress) => {
      if (stage !== undefined && progress.stage !== stage) leave()
      stage = progress.stage
      output.write(clearLine + formatBar(progress, (output.columns ?? 80) - 1))
    },
    training: () => undefined,
    warning: (message) => say(`warning: ${message}`),
    note: say,
    end: leave,
  }
}

/** A line when a stage starts, when it ends, and every ten seconds between. */
export function createLineView(output: TextOutput, now: () => number): ProgressView {
  let stage: string | undefined
  let printedAtMs = 0
  let waiting: JobProgress | undefined
  const print = (progress: JobProgress) => {
    waiting = undefined
    printedAtMs = now()
    output.write(`${formatLine(progress)}\n`)
  }
  const flush = () => {
    if (waiting !== undefined) print(waiting)
  }
  return {
    progress: (progress) => {
      const isFirst = progress.stage !== stage
      if (isFirst) flush()
      stage = progress.stage
      const isLast = progress.total !== null && progress.done >= progress.total
      if (isFirst || isLast || now() - printedAtMs >= lineIntervalMs) print(progress)
      else waiting = progress
    },
    training: () => undefined,
    warning: (message) => void output.write(`warning: ${message}\n`),
    note: (message) => void output.write(`${message}\n`),
    end: flush,
  }
}
