import { app, type Session } from 'electron'
import { appUrl } from './app-scheme'
import { isSameOrigin } from './trusted-sender'

/**
 * Takes from every page of this program navigation, new windows and embedded browsers. Call it once Electron is ready and
 * before the first window.
 *
 * @param rendererUrl the one page that windows show; under development, a server on this machine
 */
export function lockDownPages(rendererUrl: string): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-frame-navigate', (event) => {
      if (!isReload(event.url, rendererUrl)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** What a page that copies text asks for. */
const clipboardWrite = 'clipboard-sanitized-write'

/**
 * Takes from the pages of a session permissions, downloads and the network. Call it before its first window.
 * @param isStudio its pages may write text to the clipboard, and save what they made themselves, as a figure's picture
 */
export function lockDownSession(session: Session, rendererUrl: string, isStudio: boolean): void {
  const isAllowed = (permission: string) => isStudio && permission === clipboardWrite
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(isAllowed(permission)))
  session.setPermissionCheckHandler((_contents, permission) => isAllowed(permission))
  session.on('will-download', (event, item) => {
    if (!isStudio || !isOwnFile(item.getURL(), rendererUrl)) event.preventDefault()
  })
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isOwnRequest(details.url, rendererUrl) })
  })
}

/** A file that a page of ours made, as a figure's picture. */
function isOwnFile(url: string, rendererUrl: string): boolean {
  if (!url.startsWith('blob:')) return false
  const made = url.slice('blob:'.length)
  return isSameOrigin(made, appUrl) || isSameOrigin(made, rendererUrl)
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
