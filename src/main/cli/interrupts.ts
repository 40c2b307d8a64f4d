import { constants } from 'node:os'

/** `npm run` passes a Ctrl-C on although the terminal has sent it to everyone: that is one wish, not two. */
const echoMs = 300

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
  let firstAtMs = 0
  const handle = (name: NodeJS.Signals) => {
    if (exitCode !== undefined) {
      if (performance.now() - firstAtMs > echoMs) actions.onSecond()
      return
    }
    firstAtMs = performance.now()
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
