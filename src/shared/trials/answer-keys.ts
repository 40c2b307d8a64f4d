import type { Choice } from './trial-type'

/** Keys with a meaning of their own on every screen; no answer may use them. */
export const reservedKeys = { undo: 'Backspace', leave: 'Escape' } as const

/** Letters that QWERTY, QWERTZ and AZERTY print on the same key; `N` is kept for "none". */
const steadyLetters = [...'BCDEFGHIJKLOPRSTUVX']

/** The most answers that can have a key each. */
export const maximumAnswers = 10 + steadyLetters.length

type AnswerKey = Pick<Choice, 'keys' | 'keyLabel'>

/**
 * The key of the answer at a place in its list: 1 to 9, then 0, then letters. `keys` are codes of physical keys, so
 * that digits work without Shift on French keyboards.
 * @param index from 0, below `maximumAnswers`
 */
export function answerKey(index: number): AnswerKey {
  if (index < 10) {
    const digit = (index + 1) % 10
    return { keys: [`Digit${digit}`, `Numpad${digit}`], keyLabel: `${digit}` }
  }
  const letter = steadyLetters[index - 10]!
  return { keys: [`Key${letter}`], keyLabel: letter }
}

/** The key of "none of these", wherever it is offered. */
export const noneKey: AnswerKey = { keys: ['KeyN'], keyLabel: 'N' }

/** The key of the one way on. */
export const continueKey: AnswerKey = { keys: ['Enter', 'NumpadEnter'], keyLabel: '⏎' }
