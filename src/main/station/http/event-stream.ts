import type { ServerResponse } from 'node:http'
import { heartbeatEvent, heartbeatMs } from '../../../shared/station'
import type { Caller } from '../../../shared/roles'
import type { EventHub } from '../event-hub'
import { safetyHeaders, keepNever } from '../page-policy'

/** Milliseconds after which a browser tries again when the stream broke. */
const retryMs = 1000

export interface EventStreamOptions {
  readonly hub: EventHub
  readonly caller: Caller
  /** What may wait for a page that does not read. */
  readonly unreadBytes: number
  /** Aborted when the server closes. */
  readonly closing: AbortSignal
}

/**
 * Sends a caller's events as Server-Sent Events until one side leaves. A page that does not read is cut off, and asks for
 * its state when it is back.
 */
export function streamEvents(response: ServerResponse, options: EventStreamOptions): void {
  const { hub, caller, unreadBytes, closing } = options
  const send = (name: string, payload: unknown) => {
    response.write(`event: ${name}\ndata: ${JSON.stringify(payload)}\n\n`)
    if (response.writableLength > unreadBytes) response.destroy()
  }
  response.writeHead(200, {
    ...safetyHeaders,
    'content-type': 'text/event-stream',
    'cache-control': keepNever,
  })
  response.write(`retry: ${retryMs}\n\n`)
  send(heartbeatEvent, null)
  const heartbeat = setInterval(() => send(heartbeatEvent, null), heartbeatMs)
  const end = () => void response.end()
  const unsubscribe = hub.subscribe(caller, { hear: send, end })
  closing.addEventListener('abort', end, { once: true })
  response.on('close', () => {
    clearInterval(heartbeat)
    closing.removeEventListener('abort', end)
    unsubscribe()
  })
}
