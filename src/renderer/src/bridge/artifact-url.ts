import { artifactFolder } from '../../../shared/artifacts'
import { home } from './carrier'

/** Where Electron serves artefacts, also while the page itself comes from a development server. */
const electronHome = 'app://renderer/'

/** The address of an artefact that was lent to this page, for `src` of an image. */
export function artifactUrl(token: string): string {
  return new URL(`${artifactFolder}/${token}`, window.sweetspot === undefined ? home() : electronHome).href
}
