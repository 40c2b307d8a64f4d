import type { IncomingMessage } from 'node:http'
import { StudioError } from '../../../shared/errors'

/**
 * The JSON body of a request.
 * @throws StudioError `api/bad-request` for what is no JSON, `api/too-large`
 */
export async function readJson(request: IncomingMessage, maximumBytes: number): Promise<unknown> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json')
    throw badRequest(`It must be application/json, not ${type ?? 'without a type'}.`)
  const body = await readBody(request, maximumBytes)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error))
  }
}

/** So much of a request that is too large is read to its end at least: browsers hear no answer before they have sent all. */
const leastDrainedBytes = 8 * 1024 * 1024

async function readBody(request: IncomingMessage, maximumBytes: number): Promise<Buffer> {
  const drainedBytes = Math.max(leastDrainedBytes, maximumBytes)
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > drainedBytes) throw tooLarge(maximumBytes)
  const parts: Buffer[] = []
  let byteCount = 0
  try {
    for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      byteCount += part.length
      if (byteCount > drainedBytes) break
      if (byteCount <= maximumBytes) parts.push(part)
    }
  } catch {
    throw badRequest('It ended too early.')
  }
  if (byteCount > maximumBytes) throw tooLarge(maximumBytes)
  return Buffer.concat(parts)
}

function badRequest(reason: string): StudioError {
  return new StudioError('api/bad-request', `The request's body cannot be read: ${reason}`)
}

function tooLarge(maximumBytes: number): StudioError {
  return new StudioError('api/too-large', `The request is larger than ${maximumBytes} bytes.`)
}
