import { countText } from '../../../shared/count-text'
import { deskIncidentKinds, type DeskIncidentKind } from '../../../shared/desk-incidents'
import type { PlanChoice, SessionSummary } from '../../../shared/session-control'
import type { IconName } from '../components/icons'

type Tone = 'accent' | 'good' | 'warning' | 'bad' | 'muted'
type State = SessionSummary['view']['state']

/** How each state is shown: never by its colour alone. */
export const stateLooks = {
  ready: { icon: 'desk', word: 'Ready to start', tone: 'accent' },
  running: { icon: 'start', word: 'Running', tone: 'good' },
  paused: { icon: 'pause', word: 'Paused', tone: 'warning' },
  interrupted: { icon: 'alert', word: 'Interrupted', tone: 'bad' },
  complete: { icon: 'passed', word: 'Complete', tone: 'good' },
  aborted: { icon: 'stop', word: 'Aborted', tone: 'muted' },
} as const satisfies Record<State, { icon: IconName; word: string; tone: Tone }>

/** Whether a session still needs its supervisor. */
export function isUnderWay({ view, exclusionReason }: SessionSummary): boolean {
  return exclusionReason === null && view.state !== 'complete' && view.state !== 'aborted'
}

/** What the rater is doing, by the type of the protocol's block. */
const blockWords: Readonly<Record<string, string>> = {
  consent: 'Reading the consent',
  questionnaire: 'Answering the questionnaire',
  instructions: 'Reading instructions',
  comprehension: 'Answering questions about the instructions',
  practice: 'Practising',
  rating: 'Rating',
  end: 'At the end',
}

/** What goes on at the desk; null where the state says it all. */
export function courseOf({ view, station }: SessionSummary): string | null {
  if (view.state === 'ready') {
    if (station === null) return 'The desk has not tested itself yet'
    return station.selfTest.hasPassed ? 'The desk’s self-test has passed' : 'Look at the desk’s self-test'
  }
  if (view.state !== 'running' || view.block === null) return null
  return blockWords[view.block] ?? view.block
}

export const taskWords = {
  pair: 'compare two maps',
  likert: 'rate a map on a scale',
  classify: 'name what is on an image',
} as const satisfies Record<PlanChoice['task'], string>

/** What happened to a desk's window, as a supervisor should hear it. */
export const incidentWords = {
  'close-refused': 'somebody tried to close its window',
  'quit-refused': 'somebody tried to quit the program',
  'left-kiosk': 'its window left the full screen',
  'page-reloaded': 'its page was loaded again',
  'page-crashed': 'its page crashed and was loaded again',
  'page-given-up': 'its page kept crashing, and its window was closed',
  'display-lost': 'its screen was unplugged',
} as const satisfies Record<DeskIncidentKind, string>

/** What a supervisor should look at; empty where nothing is out of the ordinary. */
export function concernsOf({ view, station }: SessionSummary): readonly string[] {
  const { checks, comprehension, focusLosses, fullScreenExits, hiddenMs, gapsMs, incidents } = view
  return [
    checks.failed > 0 && `${checks.failed} of ${checks.passed + checks.failed} attention checks failed`,
    comprehension.wrong > 0 &&
      countText(
        comprehension.wrong,
        'wrong answer about the instructions',
        'wrong answers about the instructions',
      ),
    fullScreenExits > 0 && `left full screen ${countText(fullScreenExits, 'time')}`,
    focusLosses > 0 && countText(focusLosses, 'focus loss', 'focus losses'),
    hiddenMs >= 1000 && `page hidden for ${durationText(hiddenMs)}`,
    gapsMs.length > 0 && countText(gapsMs.length, 'interruption'),
    ...deskIncidentKinds.map((kind) => {
      const count = incidents.filter((incident) => incident.kind === kind).length
      return count > 0 && (count === 1 ? incidentWords[kind] : `${incidentWords[kind]} (${count} times)`)
    }),
    ...(station?.selfTest.warnings ?? []),
  ].filter((concern) => concern !== false)
}

/** What cannot be done with a plan that cannot be read. @param unlisted sessions of it that are not shown */
export function unlistedText(unlisted: number): string {
  const start = 'No session can be started from it until then; all other plans can be used.'
  if (unlisted <= 0) return start
  return `${start} ${unlisted} of its sessions ${unlisted === 1 ? 'is' : 'are'} kept, but not listed here.`
}

/** As `45 s`, `12 min` or `1 h 5 min`. */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** What is left at the present pace, as `about 8 min left`; null where there is no pace yet, or nothing left. */
export function timeLeftText({ progress, itemsPerMinute }: SessionSummary['view']): string | null {
  const left = progress.total - progress.done
  if (left <= 0 || itemsPerMinute === null || itemsPerMinute === 0) return null
  return `about ${durationText(Math.ceil(left / itemsPerMinute) * 60_000)} left`
}

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' })
const dayAndClock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' })

/** An ISO 8601 instant as local time, as `14:32`. */
export const clockText = (iso: string): string => clock.format(new Date(iso))

/** An ISO 8601 instant as local day and time, as `14 Mar 2025, 09:30`. */
export const momentText = (iso: string): string => dayAndClock.format(new Date(iso))
