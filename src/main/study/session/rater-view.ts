import {
  raterTrialSchema,
  raterViewSchema,
  type RaterTrial,
  type RaterView,
} from '../../../shared/session-views'
import type { AnyTrial } from '../../../shared/trials/trial-types'
import type { SessionMaterial } from './session-material'
import type { SessionStatus } from './session-state'
import { composeTrial } from './compose-trial'
import { ratingProgress } from './session-steps'

/**
 * A trial as the rater's screen gets it: without the hidden half, and an attention check as the trial that it looks
 * like. Parsing refuses any field that does not belong there.
 */
export function blindTrial(trial: AnyTrial): RaterTrial {
  if (trial.kind === 'attention-check') return raterTrialSchema.parse(trial.shown.task)
  return raterTrialSchema.parse({ kind: trial.kind, shown: trial.shown })
}

/** All that a rater's screen may know at this moment. */
export function raterView(material: SessionMaterial, status: SessionStatus): RaterView {
  const { content, slot, language } = material
  const { state, step, isDeclined, undoable, answered } = status
  const isRunning = state === 'running' && step !== null
  return raterViewSchema.parse({
    state,
    language,
    screen: isRunning ? { trialKey: step.key, trial: blindTrial(composeTrial(material, step)) } : null,
    notice: isRunning ? null : noticeOf(state, isDeclined),
    progress: ratingProgress({ timeline: content.timeline, slot }, answered),
    isUndoOffered: isRunning && content.answering.isUndoAllowed && undoable !== null,
  })
}

function noticeOf(state: SessionStatus['state'], isDeclined: boolean): RaterView['notice'] {
  if (isDeclined) return 'declined'
  if (state === 'complete') return 'end'
  return state === 'paused' ? 'paused' : 'waiting'
}
