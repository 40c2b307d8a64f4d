import { app, session } from 'electron'
import { appUrl } from './app-scheme'
import { isSameOrigin } from './trusted-sender'

/**
 * Takes from every page of this program what it never needs: permissions, navigation, new windows, embedded
 * browsers, downloads and the network. Call it once Electron is ready and before the first window.
 *
 * @param rendererUrl the one page that windows show; under development, a server on this machine
 */
export function lockDown(rendererUrl: string): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.on('will-download', (event) => event.preventDefault())
  defaultSession.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url, rendererUrl) })
  })
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-frame-navigate', (event) => {
      if (!isReload(event.url, rendererUrl)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** A reload of our page is allowed (Vite asks for it); going anywhere else is not. */
function isReload(url: string, rendererUrl: string): boolean {
  return URL.canParse(url) && url.replace(/#.*/, '') === new URL(rendererUrl).href
}

/** The page's own files and artefacts, its in-memory images, and the developer tools; under development also Vite's. */
function isOwnRequest(url: string, rendererUrl: string): boolean {
  if (/^(data|blob|devtools):/.test(url)) return true
  return isSameOrigin(url, appUrl) || isSameOrigin(url.replace(/^ws/, 'http'), rendererUrl)
}
