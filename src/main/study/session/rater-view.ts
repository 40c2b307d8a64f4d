import {
  raterTrialSchema,
  raterViewSchema,
  type RaterScreen,
  type RaterTrial,
  type RaterView,
} from '../../../shared/session-views'
import type { AnyTrial } from '../../../shared/trials/trial-types'
import { blocksOf } from '../../../shared/protocol-timeline'
import { textOf, type SessionMaterial } from './session-material'
import type { SessionStatus } from './session-state'
import { composeTrial } from './compose-trial'
import { ratingProgress, type Step } from './session-steps'

type Notice = NonNullable<RaterView['notice']>

/**
 * A trial as the rater's screen gets it: without the hidden half, and an attention check as the trial that it looks
 * like. Parsing refuses any field that does not belong there.
 */
export function blindTrial(trial: AnyTrial): RaterTrial {
  if (trial.kind === 'attention-check') return raterTrialSchema.parse(trial.shown.task)
  return raterTrialSchema.parse({ kind: trial.kind, shown: trial.shown })
}

/** A screen of a session as its desk gets it. @param trial of the step, as `composeTrial` makes it */
export function raterScreen({ key }: Step, trial: AnyTrial): RaterScreen {
  return { trialKey: key, trial: blindTrial(trial) }
}

/**
 * All that a rater's screen may know at this moment.
 * @param trial of the step that is due, where it is made already
 */
export function raterView(material: SessionMaterial, status: SessionStatus, trial?: AnyTrial): RaterView {
  const { content, slot, language } = material
  const { state, step, isDeclined, undoable, answered } = status
  const isRunning = state === 'running' && step !== null
  const notice = isRunning ? null : noticeOf(state, isDeclined)
  return raterViewSchema.parse({
    state,
    language,
    screen: isRunning ? raterScreen(step, trial ?? composeTrial(material, step)) : null,
    notice,
    noticeText: notice === null ? null : textOf(material, noticeKey(material, notice)),
    progress: ratingProgress({ timeline: content.timeline, slot }, answered),
    isUndoOffered: isRunning && content.answering.isUndoAllowed && undoable !== null,
  })
}

/** Key of the text for a notice among the protocol's texts. A protocol ends with its end. */
function noticeKey({ content }: SessionMaterial, notice: Notice): string {
  if (notice === 'end') return blocksOf(content.timeline, 'end')[0]!.text
  return noticeKeys[notice]
}

const noticeKeys = {
  waiting: 'screen.waiting',
  paused: 'screen.paused',
  declined: 'consent.declined',
} as const satisfies Record<Exclude<Notice, 'end'>, string>

function noticeOf(state: SessionStatus['state'], isDeclined: boolean): Notice {
  if (isDeclined) return 'declined'
  if (state === 'complete') return 'end'
  return state === 'paused' ? 'paused' : 'waiting'
}
