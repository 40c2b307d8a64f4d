import type { JobProgress } from '../../../shared/jobs'
import type { JobState } from '../../../shared/records/job-records'
import type { IconName } from '../components/icons'

const names: Readonly<Record<string, string>> = {
  index: 'List images',
  train: 'Train',
  prune: 'Prune',
  maps: 'Make maps',
}

/** What a kind of job does, as a verb; a kind that is not known by its own name. */
export function jobName(kind: string): string {
  return names[kind] ?? kind
}

/** How the states of jobs look. */
export const jobLooks = {
  queued: { word: 'Waiting', icon: 'pause', tone: 'muted' },
  running: { word: 'Running', icon: 'start', tone: 'accent' },
  done: { word: 'Done', icon: 'passed', tone: 'good' },
  failed: { word: 'Failed', icon: 'failed', tone: 'bad' },
  cancelled: { word: 'Cancelled', icon: 'unavailable', tone: 'muted' },
  interrupted: { word: 'Interrupted', icon: 'alert', tone: 'warning' },
} as const satisfies Record<
  JobState,
  { word: string; icon: IconName; tone: 'muted' | 'accent' | 'good' | 'bad' | 'warning' }
>

const format = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })

/** As `Training: 640 of 3,000 images, 120 a second, 2 min left`. */
export function progressText({ stage, done, total, unit, rate, secondsLeft }: JobProgress): string {
  const counted = total === null ? format.format(done) : `${format.format(done)} of ${format.format(total)}`
  return [
    `${stage}: ${counted} ${unit}`,
    ...(rate === null ? [] : [`${format.format(rate)} a second`]),
    ...(secondsLeft === null ? [] : [`${timeText(secondsLeft)} left`]),
  ].join(', ')
}

function timeText(seconds: number): string {
  if (seconds < 90) return `${format.format(seconds)} s`
  return seconds < 5400 ? `${format.format(seconds / 60)} min` : `${format.format(seconds / 3600)} h`
}
