import { protocol, type Session } from 'electron'
import type { ArtifactShelf } from '../station/artifact-shelf'
import type { PageFiles } from '../station/page-files'
import { appResponse } from './app-response'

/** Where an installed Sweetspot serves its own page. */
export const appUrl = 'app://renderer/index.html'

/** Declares `app:` as a standard, secure scheme. Electron takes this only before it is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/** Serves the page and the artefacts of its windows at `app://renderer/` to the windows of a session. */
export function serveAppScheme(session: Session, page: PageFiles, artifacts: ArtifactShelf): void {
  session.protocol.handle('app', ({ url }) => appResponse(url, page, artifacts))
}
