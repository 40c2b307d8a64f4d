import { createHash } from 'node:crypto'
import { StudioError } from '../../../shared/errors'

/** Names of pictures for a rater's screen, and the way back for the host that serves them. */
export interface PictureTokens {
  readonly token: (picture: string) => string
  /** The host's own name; undefined for what is no picture of the session. */
  readonly picture: (token: string) => string | undefined
}

/**
 * Tokens that say nothing about model, map or file: the first 128 bits of a hash of the picture's name and a secret of
 * the session.
 * @param pictures every picture that the session may show
 */
export function pictureTokens(secret: string, pictures: Iterable<string>): PictureTokens {
  const tokens = new Map<string, string>()
  const pictureOf = new Map<string, string>()
  for (const picture of pictures) {
    const token = createHash('sha256')
      .update(`${secret}\0${picture}`)
      .digest()
      .subarray(0, 16)
      .toString('base64url')
    tokens.set(picture, token)
    pictureOf.set(token, picture)
  }
  return {
    token: (picture) => {
      const token = tokens.get(picture)
      if (token !== undefined) return token
      throw new StudioError('internal', `The picture ${picture} is not one of the session's.`)
    },
    picture: (token) => pictureOf.get(token),
  }
}
