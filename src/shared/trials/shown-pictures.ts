import type { RaterTrial } from '../session-views'
import type { AnyTrial } from './trial-types'

/** Tokens of the pictures that a screen shows, in reading order; each once. */
export function shownPictures(trial: AnyTrial | RaterTrial): readonly string[] {
  switch (trial.kind) {
    case 'pair': {
      const { left, original, right } = trial.shown
      return [...new Set([left, original, right])]
    }
    case 'likert':
      return [...new Set([trial.shown.picture, trial.shown.original])]
    case 'classify':
      return [trial.shown.picture]
    case 'practice':
    case 'attention-check':
      return shownPictures({ ...trial.shown.task } as RaterTrial)
    case 'instruction': {
      const { example } = trial.shown
      return example === null ? [] : [...new Set([example.original, example.picture])]
    }
    case 'consent':
    case 'questionnaire':
    case 'comprehension-check':
    case 'break':
      return []
  }
}
