import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StudioError } from '../../../shared/errors'
import type { StationLimits } from '../station-limits'
import type { RequestHandler } from './request-handler'

/** A server that listens. */
export interface OpenServer {
  readonly address: string
  readonly port: number
  /** Takes no more, waits a while for the calls that run, then cuts every connection. */
  close(): Promise<void>
}

export interface OpenServerOptions {
  readonly handler: RequestHandler
  readonly limits: StationLimits
  /** IPv4. */
  readonly address: string
  /** 0 takes a free one. */
  readonly port: number
}

/** For what is no HTTP, or did not arrive in time. */
const malformed = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'

/**
 * Listens at one address of this machine.
 * @throws StudioError `station/cannot-open`
 */
export async function openServer(options: OpenServerOptions): Promise<OpenServer> {
  const { handler, limits, address } = options
  const closing = new AbortController()
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: 5000,
    maxHeaderSize: 16 * 1024,
    noDelay: true,
  })
  // Node would answer an unknown expectation by itself, without a body.
  for (const kind of ['request', 'checkExpectation']) {
    server.on(kind, (request: IncomingMessage, response: ServerResponse) => {
      void handler.handle(request, response, closing.signal)
    })
  }
  server.maxConnections = limits.connections
  limitConnections(server, limits.connectionsPerAddress)
  server.on('clientError', (_error, socket) => {
    if (!socket.writable) socket.destroy()
    // Destroyed, not only ended: whoever is slow on purpose does not close its own side.
    else socket.end(malformed, () => socket.destroy())
  })
  await listen(server, options)
  const { port } = server.address() as AddressInfo
  const end = () => {
    closing.abort()
    return close(server, limits.closingMs)
  }
  return { address, port, close: end }
}

function limitConnections(server: Server, maximum: number): void {
  const counts = new Map<string, number>()
  server.on('connection', (socket) => {
    const sender = socket.remoteAddress ?? 'unknown'
    const count = (counts.get(sender) ?? 0) + 1
    if (count > maximum) {
      socket.destroy()
      return
    }
    counts.set(sender, count)
    socket.on('close', () => {
      const left = counts.get(sender)! - 1
      if (left > 0) counts.set(sender, left)
      else counts.delete(sender)
    })
  })
}

function listen(server: Server, { address, port }: OpenServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotOpen(error, address, port)))
    server.listen(port, address, () => resolve())
  })
}

function cannotOpen(error: NodeJS.ErrnoException, address: string, port: number): StudioError {
  const reasons: Record<string, string> = {
    EADDRINUSE:
      'another program uses this port. Is Sweetspot running already? Close it, or choose another --port; desks ' +
      'find unsent answers again only at the port where they were given.',
    EACCES: 'this port needs special rights. Choose a --port above 1023.',
    EADDRNOTAVAIL: 'this machine has no such address any more.',
  }
  const reason = reasons[error.code ?? ''] ?? error.message
  return new StudioError('station/cannot-open', `The station cannot open at ${address}:${port}: ${reason}`, {
    cause: error,
  })
}

function close(server: Server, closingMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), closingMs)
    server.close(() => {
      clearTimeout(cut)
      resolve()
    })
    server.closeIdleConnections()
  })
}
