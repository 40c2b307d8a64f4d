import type { IncomingMessage } from 'node:http'
import { hostname } from 'node:os'
import { StudioError } from '../../../shared/errors'

/** The address that our end of every connection on this machine has. */
export const loopback = '127.0.0.1'

/** What a request tells of itself, and what the system tells of its connection. */
export type GuardedRequest = Pick<IncomingMessage, 'headers' | 'method' | 'socket'>

/**
 * Refuses requests for another host. A page of the web that points its own name at this machine (DNS rebinding) sends
 * that name; ours are the address that was connected to and, beyond this machine, its name in the network.
 * @throws StudioError `api/forbidden`
 */
export function checkHost({ headers, socket }: GuardedRequest): void {
  const address = socket.localAddress ?? ''
  const names = address === loopback ? [loopback, 'localhost'] : [address, hostname(), `${hostname()}.local`]
  const allowed = names.map((name) => `${name.toLowerCase()}:${socket.localPort}`)
  if (allowed.includes((headers.host ?? '').toLowerCase())) return
  throw forbidden(`Sweetspot is not at ${shown(headers.host)}. Use the address that the supervisor gave you.`)
}

/**
 * Refuses requests that a page of another site makes a browser send (CSRF), beyond what `SameSite` cookies stop. Browsers
 * name the page's origin in every POST, and in secure contexts how it is related to us in everything.
 * @throws StudioError `api/forbidden`
 */
export function checkSender({ headers, method }: GuardedRequest): void {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin')
    throw forbidden('Only Sweetspot’s own pages may ask for this.')
  const origin = `http://${headers.host ?? ''}`
  if (method === 'POST' ? headers.origin === origin : (headers.origin ?? origin) === origin) return
  throw forbidden(`Only Sweetspot's own pages may ask for this, not ${shown(headers.origin)}.`)
}

function shown(value: string | undefined): string {
  return value === undefined ? 'an unnamed one' : value.slice(0, 100)
}

function forbidden(message: string): StudioError {
  return new StudioError('api/forbidden', message)
}
