import type { PartialFile } from './partial-file'

/** What a server sends of a file. */
export interface Answer {
  /** Where in the file it begins. */
  readonly offset: number
  /** Of the whole file; null where the server does not say. */
  readonly totalBytes: number | null
  /** What `If-Range` takes to go on with this very file; null where the server gives nothing of that kind. */
  readonly validator: string | null
  readonly body: AsyncIterable<Uint8Array>
}

/** The server answered, but not with the file. */
export class RefusedByServer extends Error {
  constructor(readonly status: number) {
    super(`HTTP status ${status}`)
  }

  /** Whether the same question may have another answer in a moment. */
  get isPassing(): boolean {
    return this.status === 408 || this.status === 429 || this.status >= 500
  }
}

/** The connection could not be made, or ended too early. */
export class LostConnection extends Error {
  constructor(
    readonly code: string,
    options?: ErrorOptions,
  ) {
    super(`the connection was lost (${code})`, options)
  }
}

/**
 * Asks for the rest of a partly downloaded file, or for all of it where the server's file has changed since; null when
 * there is no rest. The connection stays open until the body has been read or the signal is aborted.
 *
 * @throws LostConnection, RefusedByServer
 */
export async function askServer(partial: PartialFile, signal: AbortSignal): Promise<Answer | null> {
  const point = await partial.resumePoint()
  const range = point && { range: `bytes=${point.bytes}-`, 'if-range': point.validator }
  // A file that the server compresses on its way has no positions to go on from.
  const headers = { 'accept-encoding': 'identity', ...range }
  const response = await lostUnlessGiven(() => fetch(partial.url, { headers, signal }))
  const answer = { validator: validatorOf(response.headers), body: bodyOf(response) }
  const [first, total] = contentRange(response.headers)
  if (response.status === 200) return { ...answer, offset: 0, totalBytes: contentLength(response.headers) }
  if (response.status === 206 && point && first === point.bytes) {
    return { ...answer, offset: point.bytes, totalBytes: total }
  }
  await response.body?.cancel()
  if (response.status === 416 && point && total === point.bytes) return null
  if (response.status !== 206 && response.status !== 416) throw new RefusedByServer(response.status)
  // Another part than asked for, or none although some is missing: what is there does not fit.
  await partial.discard()
  throw new LostConnection(`HTTP status ${response.status} with an unfitting range`)
}

async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body?.getReader()
  try {
    for (;;) {
      const part = await lostUnlessGiven(async () => reader?.read())
      if (!part || part.done) return
      yield part.value
    }
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
}

async function lostUnlessGiven<T>(give: () => Promise<T>): Promise<T> {
  try {
    return await give()
  } catch (thrown) {
    throw new LostConnection(codeOf(thrown), { cause: thrown })
  }
}

/** The system's word for what went wrong, as `ENOTFOUND`: errors of `fetch` have it in their cause. */
function codeOf(thrown: unknown): string {
  for (let error: unknown = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string') return error.code
  }
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** A strong entity tag, else the date: a weak tag says nothing about single bytes. */
function validatorOf(headers: Headers): string | null {
  const tag = headers.get('etag')
  return tag && !tag.startsWith('W/') ? tag : headers.get('last-modified')
}

function contentLength(headers: Headers): number | null {
  const isEncoded = (headers.get('content-encoding') ?? 'identity') !== 'identity'
  const text = headers.get('content-length')
  return text === null || isEncoded ? null : Number(text)
}

/** First byte and size of the whole file, as in `bytes 100-199/1000`; a star stands for what is not stated. */
function contentRange(headers: Headers): [first: number | null, total: number | null] {
  const found = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  const asNumber = (text: string | undefined): number | null =>
    text === undefined || text === '*' ? null : Number(text)
  return [asNumber(found?.[1]), asNumber(found?.[2])]
}
