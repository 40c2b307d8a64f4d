import type { ServerResponse } from 'node:http'
import { toErrorPayload, type ErrorCode, type Result } from '../../../shared/errors'
import { keepNever, safetyHeaders } from '../page-policy'

/** A whole answer, held in memory. */
export interface WholeAnswer {
  readonly body: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** HTTP's word for an error; what the page reads is the code in the body. */
const statuses: Partial<Record<ErrorCode, number>> = {
  'api/bad-request': 400,
  'api/signed-out': 401,
  'station/bad-code': 401,
  'api/forbidden': 403,
  'api/not-found': 404,
  'api/unknown-procedure': 404,
  'api/too-large': 413,
  'api/too-often': 429,
  internal: 500,
}
const statusOfOthers = 422

/** How long a receiver may take nothing of an answer. */
const stalledMs = 30_000

/** Answers with a file. */
export function send(response: ServerResponse, answer: WholeAnswer): void {
  response.writeHead(200, { ...answer.headers, 'content-length': answer.body.length })
  end(response, answer.body)
}

/** Answers with a result as JSON. */
export function sendResult(
  response: ServerResponse,
  result: Result<unknown>,
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = Buffer.from(JSON.stringify(result))
  response.writeHead(result.ok ? 200 : (statuses[result.error.code] ?? statusOfOthers), {
    ...safetyHeaders,
    'content-type': 'application/json',
    'cache-control': keepNever,
    'content-length': body.length,
    ...headers,
  })
  end(response, body)
}

function end(response: ServerResponse, body: Buffer): void {
  response.setTimeout(stalledMs, () => response.destroy())
  response.end(response.req.method === 'HEAD' ? undefined : body)
}

/** Answers with an error, if anything can still be answered, and reads no more of the request. */
export function sendError(response: ServerResponse, thrown: unknown): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (!response.req.complete) response.setHeader('connection', 'close')
  sendResult(response, { ok: false, error: toErrorPayload(thrown) })
}
