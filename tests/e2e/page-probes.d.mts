import type { Result } from '../../src/shared/errors'

export function callBridge(call: { procedure: unknown; input?: unknown }): Promise<Result<unknown>>
export function describeWorld(): { node: string[]; bridge: string[]; isFrozen: boolean }
export function probePolicy(): Promise<{
  isFetchStopped: boolean
  isHtmlStopped: boolean
  isScriptStopped: boolean
  isStyleStopped: boolean
  isWindowStopped: boolean
  violations: string[]
}>
export function leave(url: string): Promise<void>
export function overflowPx(): number
export function loadedFonts(): Promise<string[]>
