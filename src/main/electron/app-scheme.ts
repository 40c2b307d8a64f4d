import { protocol } from 'electron'
import { artifactFolder } from '../../shared/artifacts'
import type { ArtifactShelf } from '../station/artifact-shelf'
import { indexFile, type PageFiles } from '../station/page-files'

/** Where an installed Sweetspot serves its own page. */
export const appUrl = 'app://renderer/index.html'

/** Declares `app:` as a standard, secure scheme. Electron takes this only before it is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

/**
 * Serves the page at `app://renderer/` and the artefacts that were lent to its windows below it; any other host of the
 * scheme does not exist. Electron does not say which window asks, so an artefact's token alone decides.
 */
export function serveAppScheme(page: PageFiles, artifacts: ArtifactShelf): void {
  protocol.handle('app', async ({ url }) => {
    const { host, pathname } = new URL(url)
    const path = pathname.slice(1)
    const answer = path.startsWith(`${artifactFolder}/`)
      ? await artifacts.read(path.slice(artifactFolder.length + 1), null)
      : page.get(path === '' ? indexFile : path)
    if (host !== 'renderer' || answer === null || answer === undefined) {
      return new Response('Not found', { status: 404 })
    }
    return new Response(answer.body, { headers: answer.headers })
  })
}
