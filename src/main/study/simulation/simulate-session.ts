import { seededRandom } from '../../../shared/seeded-random'
import type { LifecycleEvent } from '../../../shared/session-log'
import type { RaterProfile } from '../../../shared/trials/simulated-rater'
import { hasPassed, makeRow, type TrialRow } from '../../../shared/trials/trial-row'
import { trialType } from '../../../shared/trials/trial-types'
import { composeTrial, itemStamp } from '../session/compose-trial'
import type { SessionMaterial } from '../session/session-material'
import { nextStep } from '../session/session-steps'

/** From an answer to the next screen. */
const betweenScreensMs = 250

export interface SimulationRequest {
  readonly material: SessionMaterial
  readonly profile: RaterProfile
  readonly seed: number
  readonly sessionId: string
  readonly protocolId: string
  /** ISO 8601 in UTC with milliseconds; later times follow from the simulated answers. */
  readonly startedAt: string
  readonly newId: () => string
}

/** What a session leaves behind, in the shape of a person's; every row says that it is simulated. */
export interface SimulatedSession {
  readonly events: readonly LifecycleEvent[]
  readonly rows: readonly TrialRow[]
}

/**
 * A whole session of a simulated rater, screen by screen as a person would meet them. The same seed gives the same
 * answers and times.
 */
export function simulateSession(request: SimulationRequest): SimulatedSession {
  const { material, profile, seed, startedAt } = request
  const plan = { timeline: material.content.timeline, slot: material.slot }
  const rows: TrialRow[] = []
  const answered = new Map<string, boolean | null>()
  let clockMs = 0
  for (;;) {
    const step = nextStep(plan, answered)
    if (typeof step === 'string') break
    const trial = composeTrial(material, step)
    const { uniform } = seededRandom(seed, 'answer', step.key)
    const { answer, responseMs } = trialType(trial.kind).simulate(trial, { profile }, uniform)
    const onsetMs = clockMs + betweenScreensMs
    clockMs = onsetMs + responseMs
    const row = makeRow(trial, answer, {
      id: request.newId(),
      sessionId: request.sessionId,
      protocolId: request.protocolId,
      source: 'simulated',
      trialKey: step.key,
      attempt: 1,
      recordedAt: new Date(Date.parse(startedAt) + Math.round(clockMs)).toISOString(),
      ...itemStamp(material, step),
      ...unmeasured,
      onsetMs,
      responseMs,
    })
    rows.push(row)
    answered.set(step.key, hasPassed(row))
  }
  return {
    events: [{ kind: 'started', recordedAt: startedAt, details: { run: 'simulation' } }],
    rows,
  }
}

const unmeasured = {
  frameIntervalMs: null,
  focusLosses: 0,
  fullScreenExits: 0,
  hiddenMs: 0,
  inputDevice: null,
} as const
