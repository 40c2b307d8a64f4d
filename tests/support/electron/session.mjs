import { EventEmitter } from 'node:events'
import { fromWeb } from './protocol.mjs'
import { state, strict } from './state.mjs'

/**
 * What the windows of a partition share: its storage (a browser context), who answers its schemes, and the app's filter
 * of requests. Permission handlers are taken and not asked: Playwright's pages have no permissions to begin with.
 */
class Session extends EventEmitter {
  _handlers = new Map()
  _beforeRequest = null
  _context = null

  protocol = strict('session.protocol', {
    handle: (scheme, handler) => {
      if (!state.schemes.has(scheme))
        throw new Error(`electron double: register the scheme '${scheme}' first`)
      this._handlers.set(scheme, handler)
    },
  })

  webRequest = strict('webRequest', {
    onBeforeRequest: (listener) => {
      this._beforeRequest = listener
    },
  })

  setPermissionRequestHandler() {}
  setPermissionCheckHandler() {}

  _browserContext() {
    this._context ??= state.browser.newContext({ hasTouch: state.hasTouch })
    return this._context
  }

  _isCancelled(url) {
    let cancelled = false
    this._beforeRequest?.({ url }, (answer) => (cancelled = answer.cancel === true))
    return cancelled
  }

  /** Answers a request of a page: by the app's own scheme handler where it has one, after the app's own filter. */
  async _serve(route) {
    const request = route.request()
    const url = fromWeb(request.url())
    if (this._isCancelled(url)) return route.abort('blockedbyclient')
    const handler = this._handlers.get(new URL(url).protocol.slice(0, -1))
    if (!handler) return route.continue()
    const response = await handler(new Request(url, { method: request.method() }))
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    })
  }
}

function fromPartition(name) {
  const known = state.sessions.get(name)
  if (known !== undefined) return known
  const made = strict('Session', new Session())
  state.sessions.set(name, made)
  return made
}

export const session = strict('session', {
  fromPartition,
  get defaultSession() {
    return fromPartition('')
  },
})
export const nativeTheme = strict('nativeTheme', { shouldUseDarkColors: false })
