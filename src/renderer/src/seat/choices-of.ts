import type { RaterTrial } from '../../../shared/session-views'
import { continueKey } from '../../../shared/trials/answer-keys'
import type { Choice } from '../../../shared/trials/trial-type'
import { trialType } from '../../../shared/trials/trial-types'

/** The answers of a screen with their keys. A form is sent by its one way on. */
export function choicesOf({ kind, shown }: RaterTrial): readonly Choice[] {
  if (kind === 'questionnaire') return [continueChoice(shown.continueLabel)]
  return trialType(kind).choices(shown)
}

/** The one way on, where there is only one. */
export const continueChoice = (label: string): Choice => ({ id: 'continue', label, ...continueKey })

/** When the answers of a screen count. Only stimuli have a time to be seen or to be answered in. */
export function answeringTimesOf({ kind, shown }: RaterTrial): {
  readonly minimumViewMs: number
  readonly timeoutMs: number | null
} {
  switch (kind) {
    case 'pair':
    case 'likert':
    case 'classify':
      return shown
    case 'practice':
      return shown.task.shown
    case 'consent':
    case 'questionnaire':
    case 'instruction':
    case 'comprehension-check':
    case 'break':
      return { minimumViewMs: 0, timeoutMs: null }
  }
}
