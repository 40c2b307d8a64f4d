import { artifactFolder } from '../../shared/artifacts'
import type { ArtifactShelf } from '../station/artifact-shelf'
import { indexFile, type PageFiles } from '../station/page-files'

/**
 * Answers a request of a window at `app://renderer/`: a file of the page, or an artefact that was lent to a window. Electron
 * does not say which window asks, so an artefact's token alone decides. Any other host of the scheme does not exist.
 */
export async function appResponse(url: string, page: PageFiles, artifacts: ArtifactShelf): Promise<Response> {
  const { host, pathname } = new URL(url)
  const path = pathname.slice(1)
  const answer = path.startsWith(`${artifactFolder}/`)
    ? await artifacts.read(path.slice(artifactFolder.length + 1), null)
    : page.get(path === '' ? indexFile : path)
  if (host !== 'renderer' || answer === null || answer === undefined) {
    return new Response('Not found', { status: 404 })
  }
  return new Response(answer.body, { headers: answer.headers })
}
