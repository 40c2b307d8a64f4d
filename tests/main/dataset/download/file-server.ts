import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** What a request asked for: its first byte, and the entity tag on which it insists. */
export interface Asked {
  readonly from: number
  readonly ifRange: string | undefined
}

/** Answers the n-th request, counted from 0. */
export type Behaviour = (request: Asked, response: ServerResponse, turn: number) => void

export interface FileServer {
  readonly url: string
  readonly asked: readonly Asked[]
  stop(): Promise<void>
}

/** An HTTP server on this machine that goes when the test ends. */
export async function serve(behave: Behaviour): Promise<FileServer> {
  const asked: Asked[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
    const one = { from: range ? Number(range[1]) : 0, ifRange: request.headers['if-range']?.toString() }
    asked.push(one)
    behave(one, response, asked.length - 1)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(stop)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/set.tgz`, asked, stop }
}

export interface Sending {
  readonly tag?: string
  /** Cuts the connection after so many bytes, as soon as they have arrived: what is on its way would be lost. */
  readonly cut?: { readonly after: number; readonly hasArrived: (fileBytes: number) => boolean }
}

/** Sends a file as S3 does: with an entity tag, and parts of it on request while the tag is the same. */
export function send(file: Buffer, asked: Asked, response: ServerResponse, sending: Sending = {}): void {
  const { tag = '"1"', cut } = sending
  const isPart = asked.from > 0 && asked.ifRange === tag
  if (isPart && asked.from >= file.length) {
    response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end()
    return
  }
  const first = isPart ? asked.from : 0
  const body = file.subarray(first)
  const range = { 'content-range': `bytes ${first}-${file.length - 1}/${file.length}` }
  response.writeHead(isPart ? 206 : 200, { etag: tag, 'content-length': body.length, ...(isPart && range) })
  if (!cut) return void response.end(body)
  response.write(body.subarray(0, cut.after))
  const timer = setInterval(() => {
    if (!cut.hasArrived(Math.min(file.length, first + cut.after)) && !response.destroyed) return
    clearInterval(timer)
    response.destroy()
  }, 2)
}
