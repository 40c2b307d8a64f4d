import type { WebContents } from 'electron'

/** A page that crashes so often within this time is broken: loading it again would only crash it again. */
const limit = { crashes: 3, withinMs: 60_000 } as const

export interface CrashListener {
  /** @param reason as in Electron's `RenderProcessGoneDetails` */
  onCrash?(reason: string): void
  /** It has crashed too often, and is not loaded again. */
  onGivenUp?(): void
}

/** Loads a window's page again after its process has crashed or was killed, until that happens too often. */
export function reloadAfterCrash(contents: WebContents, { onCrash, onGivenUp }: CrashListener): void {
  let crashedAtMs: readonly number[] = []
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    onCrash?.(reason)
    const nowMs = performance.now()
    crashedAtMs = [...crashedAtMs.filter((atMs) => nowMs - atMs < limit.withinMs), nowMs]
    // Not within the event: Chromium still takes the old process apart there (electron/electron#51900).
    setImmediate(() => {
      if (contents.isDestroyed()) return
      if (crashedAtMs.length < limit.crashes) contents.reload()
      else onGivenUp?.()
    })
  })
}
