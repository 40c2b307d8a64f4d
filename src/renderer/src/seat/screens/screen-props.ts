import type { RaterTrial } from '../../../../shared/session-views'
import type { BuiltScreen, TrialDesk } from '../trial-desk.svelte'

/** What the component of a kind of screen gets. */
export interface ScreenProps<Kind extends RaterTrial['kind']> {
  readonly shown: Extract<RaterTrial, { kind: Kind }>['shown']
  readonly screen: BuiltScreen
  /** The desk that shows it: its words, its answers, and what was chosen. */
  readonly desk: TrialDesk
}
