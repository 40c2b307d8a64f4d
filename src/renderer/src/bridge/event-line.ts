import { events } from '../../../shared/events'
import { heartbeatEvent, heartbeatMs } from '../../../shared/station'

/** Heartbeats may be this late before the line counts as dead. */
const silenceMs = 2.5 * heartbeatMs

/** When the browser has given up, as after an error of the station, we try again this much later. */
const reopenMs = 2000

/** When this computer's network comes or goes, a new line tells at once whether the program can still be reached. */
const networkChanges = ['online', 'offline'] as const

export interface EventLineOptions {
  readonly onEvent: (name: string, payload: unknown) => void
  readonly onOpen: () => void
  readonly onLost: () => void
  /** Nothing came for so long that the line must be dead, although the system still takes it for alive. */
  readonly onSilent: () => void
  /** Whether this browser may still have a line; asked when the station refuses one. */
  readonly isWelcome: () => Promise<boolean>
}

/** Holds a line of Server-Sent Events for as long as the page lives: opened again after every loss. */
export function openEventLine(url: URL, options: EventLineOptions): void {
  let source: EventSource | undefined
  /** When to open the line again: after a silence, or a refusal. */
  let timer: ReturnType<typeof setTimeout> | undefined

  const openIn = (ms: number, before?: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      before?.()
      open()
    }, ms)
  }
  const hear = () => openIn(silenceMs, options.onSilent)
  const fail = async (failed: EventSource) => {
    clearTimeout(timer)
    options.onLost()
    // A browser tries again by itself after a lost connection, and gives up after an answer that is no stream.
    if (failed.readyState !== EventSource.CLOSED) return
    if (await options.isWelcome()) return openIn(reopenMs)
    for (const change of networkChanges) removeEventListener(change, open)
  }
  const open = () => {
    clearTimeout(timer)
    source?.close()
    const opened = new EventSource(url)
    source = opened
    opened.addEventListener('open', () => {
      hear()
      options.onOpen()
    })
    opened.addEventListener('error', () => void fail(opened))
    opened.addEventListener(heartbeatEvent, hear)
    for (const name of Object.keys(events)) {
      opened.addEventListener(name, (event: MessageEvent<string>) => {
        hear()
        options.onEvent(name, JSON.parse(event.data))
      })
    }
  }
  for (const change of networkChanges) addEventListener(change, open)
  open()
}
