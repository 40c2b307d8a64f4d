import { createContext, type Snippet } from 'svelte'
import { ConnectionState } from '../bridge/connection-state.svelte'
import { DevicesState } from '../devices/devices-state.svelte'
import { StudyState } from '../study/study-state.svelte'
import { Router } from './router.svelte'
import type { Stage } from './stage'

/** What a page shows beside itself. */
export interface Inspection {
  readonly title: string
  readonly content: Snippet
  readonly onclose: () => void
}

/** What all pages of the studio share. Lives as long as the window. */
export class ShellState {
  readonly router = new Router()
  readonly connection = new ConnectionState()
  readonly devices = new DevicesState()
  /** For the studio only; a supervisor is told of sessions and desks. */
  readonly study = new StudyState()
  inspection = $state.raw<Inspection | null>(null)

  /** @param stages those of the caller's role, in the order of the work; at least one */
  constructor(readonly stages: readonly Stage[]) {}

  /** The stage that the address names; the first where it names none. */
  get stage(): Stage {
    return this.stages.find(({ id }) => id === this.router.current.stage) ?? this.stages[0]!
  }

  /** Where in the stage the page is. */
  get path(): readonly string[] {
    const { stage, path } = this.router.current
    return stage === this.stage.id ? path : []
  }
}

/** `getShell` gives it to every component below `Shell.svelte`. */
export const [getShell, setShell] = createContext<ShellState>()
