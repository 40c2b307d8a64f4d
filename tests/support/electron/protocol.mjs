import { state, strict } from './state.mjs'

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme } of schemes) state.schemes.add(scheme)
  },
})

/** `scheme://host/path` is shown to Chromium as `http://host.scheme.localhost/path`, a secure context. */
export function toWeb(url) {
  const parsed = new URL(url)
  const scheme = parsed.protocol.slice(0, -1)
  if (!state.schemes.has(scheme)) return url
  return `http://${parsed.host}.${scheme}.localhost${parsed.pathname}${parsed.search}${parsed.hash}`
}

export function fromWeb(url) {
  const parsed = new URL(url)
  const match = /^(.+)\.([a-z0-9+-]+)\.localhost$/.exec(parsed.hostname)
  if (match === null || !state.schemes.has(match[2])) return url
  return `${match[2]}://${match[1]}${parsed.pathname}${parsed.search}${parsed.hash}`
}
