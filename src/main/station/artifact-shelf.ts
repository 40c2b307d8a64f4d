import { readFile } from 'node:fs/promises'
import type { ArtifactMediaType } from '../../shared/artifacts'
import { isSameCaller, type Caller } from '../../shared/roles'
import { barePng } from './bare-png'
import { keepForEver, safetyHeaders } from './page-policy'
import type { StationEnvironment } from './station-environment'

/** A file that a page may show. */
export interface ArtifactFile {
  /** Absolute. */
  readonly path: string
  readonly mediaType: ArtifactMediaType
}

interface Loan {
  readonly file: ArtifactFile
  readonly reader: Caller
}

type OnRead = (reader: Caller, token: string, isThere: boolean) => void

/** A picture ready to be sent. */
export interface ArtifactAnswer {
  readonly body: Buffer<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Gives files to pages under random tokens, so that neither an address nor its order says what a picture shows. Tokens
 * hold for one reader and as long as this program runs; a page that comes back asks for its state again.
 */
export class ArtifactShelf {
  readonly #environment: StationEnvironment
  readonly #onRead: OnRead
  readonly #loans = new Map<string, Loan>()
  readonly #tokens = new Map<string, string>()

  /** @param onRead hears whether a picture that was lent could be read */
  constructor(environment: StationEnvironment, onRead: OnRead = () => undefined) {
    this.#environment = environment
    this.#onRead = onRead
  }

  /** @returns the token (`pictureTokenSchema`) under which `reader` may show the file: the same one when asked again */
  lend(file: ArtifactFile, reader: Caller): string {
    const key = JSON.stringify([reader, file.path, file.mediaType])
    const known = this.#tokens.get(key)
    if (known !== undefined) return known
    const token = this.#environment.randomBytes(16).toString('base64url')
    this.#tokens.set(key, token)
    this.#loans.set(token, { file, reader })
    return token
  }

  /** Ends every loan to a reader, as when a session is over. */
  takeBack(reader: Caller): void {
    for (const [key, token] of this.#tokens) {
      const loan = this.#loans.get(token)
      if (loan === undefined || !isSameCaller(loan.reader, reader)) continue
      this.#tokens.delete(key)
      this.#loans.delete(token)
    }
  }

  /**
   * The picture of a token, a PNG without what is said about it in the file; null for a token that was never given, not
   * to this reader, or whose file is gone or no picture.
   * @param reader null where the carrier cannot tell its windows apart: the token alone decides
   */
  async read(token: string, reader: Caller | null): Promise<ArtifactAnswer | null> {
    const loan = this.#loans.get(token)
    if (loan === undefined || (reader !== null && !isSameCaller(loan.reader, reader))) return null
    const content = await readFile(loan.file.path).catch(() => null)
    const body = content !== null && loan.file.mediaType === 'image/png' ? barePng(content) : content
    this.#onRead(loan.reader, token, body !== null)
    if (body === null) return null
    const headers = {
      ...safetyHeaders,
      'content-type': loan.file.mediaType,
      'cache-control': keepForEver,
    }
    return { body, headers }
  }
}
