import type { Caller } from '../../../shared/roles'
import { homeOf } from './place'

/** A desk finds back after its browser was started again; everybody else enters anew. */
const seatCookieSeconds = 30 * 24 * 3600

/** Browsers send a host's cookies to all its ports, so the name tells two stations of one machine apart. */
function cookieName(port: number): string {
  return `sweetspot-${port}`
}

/** The header with which a browser keeps its secret. */
export function cookieHeader(caller: Caller, token: string, port: number): string {
  const lifetime = caller.role === 'seat' ? `; Max-Age=${seatCookieSeconds}` : ''
  return `${cookieName(port)}=${token}; Path=${homeOf(caller)}; HttpOnly; SameSite=Strict${lifetime}`
}

/** The secrets that a request brings. */
export function readCookies(header: string | undefined, port: number): readonly string[] {
  const start = `${cookieName(port)}=`
  const parts = (header ?? '').split(';').map((part) => part.trim())
  return parts.filter((part) => part.startsWith(start)).map((part) => part.slice(start.length))
}
