import { constants } from 'node:os'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal
  /** 128 + the first signal's number, as shells have it; undefined without one. */
  exitCode(): number | undefined
  stop(): void
}

/** The first Ctrl-C (or request to end) asks the work to stop, the second ends it at once. */
export function listenForInterrupts(actions: { onFirst: () => void; onSecond: () => void }): Interrupts {
  const abort = new AbortController()
  let exitCode: number | undefined
  const handle = (name: NodeJS.Signals) => {
    if (exitCode !== undefined) {
      actions.onSecond()
      return
    }
    exitCode = 128 + constants.signals[name]
    actions.onFirst()
    abort.abort()
  }
  for (const name of signals) process.on(name, handle)
  return {
    signal: abort.signal,
    exitCode: () => exitCode,
    stop: () => {
      for (const name of signals) process.off(name, handle)
    },
  }
}
