import { protocol } from 'electron'
import { serveRendererFile } from './renderer-files'

/** Where an installed Sweetspot serves its own page. */
export const appUrl = 'app://renderer/index.html'

/** Declares `app:` as a standard, secure scheme. Electron takes this only before it is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the built renderer at `app://renderer/`; any other host of the scheme does not exist. */
export function serveAppScheme(root: string): void {
  protocol.handle('app', (request) => {
    if (new URL(request.url).host === 'renderer') return serveRendererFile(root, request.url)
    return new Response('Not found', { status: 404 })
  })
}
