import { v7 } from 'uuid'
import type { SeatAnswer, SeatScreen } from '../../src/shared/seat-session'
import type { RaterTrial } from '../../src/shared/session-views'
import { trialType } from '../../src/shared/trials/trial-types'

export const measurements: SeatAnswer['measurements'] = {
  onsetMs: 1000.25,
  responseMs: 700.5,
  frameIntervalMs: 16.7,
  focusLosses: 0,
  fullScreenExits: 0,
  hiddenMs: 0,
  inputDevice: 'keyboard',
}

/** One of the answers on a screen. @param pick which, counted from 0 and taken round */
export function answerTo({ kind, shown }: RaterTrial, pick = 0): SeatAnswer['answer'] {
  if (kind === 'questionnaire') return {}
  const choices = trialType(kind).choices(shown)
  return choices[pick % choices.length]!.id
}

/** The answer of a desk to the screen that it shows; undefined while it shows none. */
export function nextAnswer({ session }: SeatScreen, pick = 0): SeatAnswer | undefined {
  const screen = session?.view.screen
  if (screen === undefined || screen === null) return undefined
  return {
    id: v7(),
    sessionId: session!.id,
    trialKey: screen.trialKey,
    answer: answerTo(screen.trial, screen.trial.kind === 'consent' ? 0 : pick),
    measurements,
  }
}
