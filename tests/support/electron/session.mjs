import { EventEmitter } from 'node:events'
import { state, strict } from './state.mjs'

const webRequest = strict('webRequest', {
  onBeforeRequest(listener) {
    state.beforeRequest = listener
  },
})

/** Permission handlers are taken and not asked: Playwright's pages have no permissions to begin with. */
const defaultSession = Object.assign(new EventEmitter(), {
  webRequest,
  setPermissionRequestHandler: () => undefined,
  setPermissionCheckHandler: () => undefined,
})

export const session = strict('session', { defaultSession: strict('defaultSession', defaultSession) })
export const nativeTheme = strict('nativeTheme', { shouldUseDarkColors: false })
