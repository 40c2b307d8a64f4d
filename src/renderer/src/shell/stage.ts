import type { Component } from 'svelte'
import type { Role } from '../../../shared/roles'
import type { StageState, StudyOverview } from '../../../shared/study-overview'
import type { IconName } from '../components/icons'

/** How far a stage is, in a word or two. */
export interface StageProgress {
  readonly kind: StageState
  /** As `2 running`. */
  readonly word: string
}

/** Something that a person can do at a stage, found by the palette. */
export interface StageAction {
  readonly label: string
  /** Where it is done, below the stage. */
  readonly path: readonly string[]
}

/** A part of the work: its page, and its place in the rail. */
export interface Stage {
  /** First part of its addresses, as `protocols` in `#protocols/…`. */
  readonly id: string
  readonly label: string
  /** What it is for, in a line. */
  readonly purpose: string
  readonly icon: IconName
  readonly roles: readonly Role[]
  readonly page: Component
  readonly actions?: readonly StageAction[]
  /** How far it is in the open study. Absent where that cannot be known, as for a supervisor, who is not told. */
  readonly progress?: (study: StudyOverview) => StageProgress
}
