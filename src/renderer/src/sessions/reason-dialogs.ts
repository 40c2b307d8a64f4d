/** What a dialog says that asks for a reason or a note. */
export interface ReasonWords {
  /** Before the participant's code. */
  readonly title: string
  /** What happens, and what is lost. */
  readonly description: string
  readonly label: string
  readonly button: string
  /** Texts that are often wanted. */
  readonly suggestions: readonly string[]
}

export type ReasonKind = 'abort' | 'exclude' | 'include' | 'note'

export const reasonDialogs = {
  abort: {
    title: 'Abort',
    description:
      'The session ends here. Its answers stay, and its place in the plan is given back, so that another person can take it. You can resume it until somebody does.',
    label: 'Reason',
    button: 'Abort the session',
    suggestions: [
      'The participant wished to stop.',
      'The participant felt unwell.',
      'Technical trouble at the desk.',
    ],
  },
  exclude: {
    title: 'Exclude',
    description:
      'The answers are kept but do not count, and the place in the plan is given back. Decide by how the session went, never by its answers. It is written into the record and can be taken back.',
    label: 'Reason',
    button: 'Exclude the session',
    suggestions: [
      'Failed attention checks.',
      'Did not understand the instructions.',
      'Took part before.',
      'A test run.',
    ],
  },
  include: {
    title: 'Count again',
    description:
      'The answers count again, if nobody has taken the place in the plan meanwhile. It is written into the record.',
    label: 'Reason',
    button: 'Count it again',
    suggestions: ['Excluded by mistake.'],
  },
  note: {
    title: 'Note on',
    description: 'Stored with the session and its time. Never write a name.',
    label: 'Note',
    button: 'Add the note',
    suggestions: ['Noise in the corridor.', 'Asked a question about the task.', 'Wears tinted glasses.'],
  },
} as const satisfies Record<ReasonKind, ReasonWords>
