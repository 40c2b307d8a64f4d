import type { Result } from '../../src/shared/errors'

export function callBridge(call: { procedure: unknown; input?: unknown }): Promise<Result<unknown>>
export function callAll(
  calls: readonly { procedure: unknown; input: unknown }[],
): Promise<readonly Result<unknown>[]>
export function hearDuring(call: { event: string; procedure: string; input: unknown }): Promise<unknown>
export function widthOfPicture(url: string): Promise<number | null>
export function describeWorld(): { node: string[]; bridge: string[]; isFrozen: boolean }
export function probePolicy(expected: readonly string[]): Promise<{
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
