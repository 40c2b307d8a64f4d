import { state, strict } from './state.mjs'

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme } of schemes) state.schemes.set(scheme, null)
  },
  handle(scheme, handler) {
    if (!state.schemes.has(scheme)) throw new Error(`electron double: register the scheme '${scheme}' first`)
    state.schemes.set(scheme, handler)
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

function isCancelled(url) {
  let cancelled = false
  state.beforeRequest?.({ url }, (answer) => (cancelled = answer.cancel === true))
  return cancelled
}

/** Answers a request of a page: by the app's own scheme handler where it has one, after the app's own filter. */
export async function serve(route) {
  const request = route.request()
  const url = fromWeb(request.url())
  if (isCancelled(url)) return route.abort('blockedbyclient')
  const handler = state.schemes.get(new URL(url).protocol.slice(0, -1))
  if (!handler) return route.continue()
  const response = await handler(new Request(url, { method: request.method() }))
  return route.fulfill({
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  })
}
