import type { Bridge, ProcedureName } from '../../../shared/api'
import type { Result } from '../../../shared/errors'
import type { Connection } from './connection'
import { createHttpCarrier } from './http-carrier'
import { createIpcCarrier } from './ipc-carrier'

declare global {
  interface Window {
    readonly sweetspot?: Bridge
  }
}

/** What takes calls to the program and brings its events back. */
export interface Carrier {
  call(procedure: ProcedureName, input: unknown): Promise<Result<unknown>>
  /** Hears every event. @returns stops it */
  subscribe(listener: (name: string, payload: unknown) => void): () => void
  connection(): Connection
  /** Hears each change of the connection. @returns stops it */
  watchConnection(listener: (connection: Connection) => void): () => void
}

let chosen: Carrier | undefined

/**
 * The carrier of this page: Electron's bridge where there is one, else HTTP to the station that served the page. It is
 * connected when it is first asked for.
 */
export function currentCarrier(): Carrier {
  chosen ??= window.sweetspot === undefined ? createHttpCarrier(home()) : createIpcCarrier(window.sweetspot)
  return chosen
}

/** Whether this page was served by a station to a browser that has not entered yet. */
export function isAtDoor(): boolean {
  return window.sweetspot === undefined && new URL(home()).pathname === '/'
}

/** Whether this page is in a window of the program, and not in a browser. */
export function isOwnWindow(): boolean {
  return window.sweetspot !== undefined
}

/** The folder of this page, as `http://127.0.0.1:7646/studio/` or `app://renderer/`. */
export function home(): string {
  return new URL('.', location.href).href
}
