import type { SeatScreen } from '../../../shared/seat-session'
import { shownPictures } from '../../../shared/trials/shown-pictures'
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
  const steps = stepsAhead(session)
  const [, next] = steps
  return {
    id: session.record.id,
    view: raterView(material, session.status),
    elapsedMs: elapsedMs(session, nowMs),
    next: next === undefined ? null : raterScreen(material, next),
    upcoming: upcomingPictures(session, material, steps),
  }
}

function elapsedMs({ log }: LiveSession, nowMs: number): number {
  const started = log.events.find(({ kind }) => kind === 'started')
  return started === undefined ? 0 : Math.max(0, nowMs - Date.parse(started.recordedAt))
}

/** Pictures of the next screens, soonest first, each once, without those of the one that is shown. */
function upcomingPictures(
  { status: { state, step: current } }: LiveSession,
  material: SessionMaterial,
  steps: readonly Step[],
): string[] {
  const pictures = (step: Step): readonly string[] => shownPictures(composeTrial(material, step))
  const shown = state === 'running' && current !== null ? pictures(current) : []
  return [...new Set(steps.flatMap(pictures))].filter((token) => !shown.includes(token))
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
