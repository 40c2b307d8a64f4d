import type { SeatScreen } from '../../../shared/seat-session'
import { shownPictures } from '../../../shared/trials/shown-pictures'
import type { AnyTrial } from '../../../shared/trials/trial-types'
import { composeTrial } from '../session/compose-trial'
import { raterScreen, raterView } from '../session/rater-view'
import type { SessionMaterial } from '../session/session-material'
import { nextStep, type Step } from '../session/session-steps'
import { sessionPlanOf, type LiveSession } from './live-session'
import { materialOfSession } from './seat-material'

/** How many of the screens that may come next are prepared for. */
const screensAhead = 6

/**
 * What a desk shows of a session.
 * @param token gives the desk a picture, and its name there
 * @param nowMs since 1970
 * @throws StudioError `protocol/invalid`, `stimuli/...` for what cannot be shown
 */
export function sessionScreen(
  session: LiveSession,
  token: SessionMaterial['token'],
  nowMs: number,
): NonNullable<SeatScreen['session']> {
  const material = materialOfSession(session, token)
  const trials = stepsAhead(session).map((step) => ({ step, trial: composeTrial(material, step) }))
  const [current, next] = trials
  return {
    id: session.record.id,
    view: raterView(material, session.status, current?.trial),
    elapsedMs: elapsedMs(session, nowMs),
    next: next === undefined ? null : raterScreen(next.step, next.trial),
    upcoming: upcomingPictures(
      session,
      trials.map(({ trial }) => trial),
    ),
  }
}

function elapsedMs({ log }: LiveSession, nowMs: number): number {
  const started = log.events.find(({ kind }) => kind === 'started')
  return started === undefined ? 0 : Math.max(0, nowMs - Date.parse(started.recordedAt))
}

/** Pictures of the next screens, soonest first, each once, without those of the one that is shown. */
function upcomingPictures({ status }: LiveSession, trials: readonly AnyTrial[]): string[] {
  const [current] = trials
  const shown = status.state === 'running' && current !== undefined ? shownPictures(current) : []
  return [...new Set(trials.flatMap(shownPictures))].filter((token) => !shown.includes(token))
}

/** The screen that is due and those that come next if practice goes on and everything else is passed. */
function stepsAhead(session: LiveSession): readonly Step[] {
  const { step: current, answered } = session.status
  const plan = sessionPlanOf(session)
  const expected = new Map(answered)
  const steps: Step[] = []
  for (let step = current; step !== null && steps.length <= screensAhead;) {
    steps.push(step)
    expected.set(step.key, step.type !== 'practice')
    const next = nextStep(plan, expected)
    step = typeof next === 'string' ? null : next
  }
  return steps
}
