import type { JobProgress } from '../../shared/jobs'
import { formatCount, formatDuration } from './text'

const barColumns = 24

/** One line of at most `columns` characters, as `Training  ████░░░░  1,240 of 2,000 images, 412/s, 0:34 left`. */
export function formatBar(progress: JobProgress, columns: number): string {
  const share = progress.total === null || progress.total === 0 ? null : progress.done / progress.total
  const bar = share === null ? '' : `  ${drawBar(Math.min(1, share))}`
  const line = `${progress.stage}${bar}  ${describe(progress)}`.trimEnd()
  return line.length > columns ? `${line.slice(0, Math.max(0, columns - 1))}…` : line
}

/** The same without a bar, for a file or a pipe. */
export function formatLine(progress: JobProgress): string {
  const description = describe(progress)
  return description === '' ? progress.stage : `${progress.stage}: ${description}`
}

function describe({ done, total, unit, rate, secondsLeft, detail }: JobProgress): string {
  const isDone = total !== null && done >= total
  const amount = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`
  const parts = [
    total === null && done === 0 ? '' : `${amount} ${unit}`,
    rate === null ? '' : `${formatRate(rate)}/s`,
    secondsLeft === null || isDone ? '' : `${formatDuration(secondsLeft)} left`,
    detail,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function drawBar(share: number): string {
  const full = Math.round(share * barColumns)
  return '█'.repeat(full) + '░'.repeat(barColumns - full)
}

function formatRate(rate: number): string {
  return rate < 10 ? rate.toPrecision(2) : formatCount(Math.round(rate))
}
