import type { IncomingMessage, ServerResponse } from 'node:http'
import { artifactFolder } from '../../../shared/artifacts'
import { StudioError, toErrorPayload, type Result } from '../../../shared/errors'
import type { Caller } from '../../../shared/roles'
import { enterRequestSchema, stationPaths } from '../../../shared/station'
import type { Call } from '../../jobs/dispatch'
import type { ArtifactShelf } from '../artifact-shelf'
import type { Authority } from '../authority'
import type { EventHub } from '../event-hub'
import { indexFile, type PageFiles } from '../page-files'
import type { StationLimits } from '../station-limits'
import { cookieHeader, readCookies } from './cookies'
import { streamEvents } from './event-stream'
import { homeOf, placeOf } from './place'
import { RateLimiter } from './rate-limiter'
import { readJson } from './read-json'
import { checkHost, checkSender, loopback } from './request-guard'
import { send, sendError, sendResult } from './send'

/** What the station serves. */
export interface StationServices {
  readonly page: PageFiles
  readonly authority: Authority
  readonly hub: EventHub
  readonly artifacts: ArtifactShelf
  readonly answer: (call: Call) => Promise<Result<unknown>>
  readonly limits: StationLimits
  /** Monotonic. */
  readonly nowMs: () => number
}

/** One request on its way through. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Of the other side. */
  readonly address: string
  readonly isLocal: boolean
  /** Ours. */
  readonly port: number
  /** Aborted when the server closes. */
  readonly closing: AbortSignal
}

/** Answers the requests of one or more servers. */
export class RequestHandler {
  readonly #services: StationServices
  readonly #requests: RateLimiter
  readonly #calls: RateLimiter
  readonly #wrongSecrets: RateLimiter
  readonly #allWrongSecrets: RateLimiter

  constructor(services: StationServices) {
    const { limits, nowMs } = services
    this.#services = services
    this.#requests = new RateLimiter(limits.requests, nowMs)
    this.#calls = new RateLimiter(limits.calls, nowMs)
    this.#wrongSecrets = new RateLimiter(limits.wrongSecrets, nowMs)
    this.#allWrongSecrets = new RateLimiter(limits.allWrongSecrets, nowMs)
  }

  /** Never rejects: what goes wrong is answered. */
  async handle(request: IncomingMessage, response: ServerResponse, closing: AbortSignal): Promise<void> {
    const { localAddress, localPort = 0, remoteAddress = 'unknown' } = request.socket
    const isLocal = localAddress === loopback
    try {
      this.#requests.take(remoteAddress)
      checkHost(request)
      await this.#route({ request, response, address: remoteAddress, isLocal, port: localPort, closing })
    } catch (thrown) {
      sendError(response, thrown)
    }
  }

  async #route(exchange: Exchange): Promise<void> {
    const { method = '', url = '' } = exchange.request
    const { claimed, path } = placeOf(url)
    if (method === 'GET' || method === 'HEAD') {
      const file = this.#services.page.get(path === '' ? indexFile : path)
      if (file !== undefined) return send(exchange.response, file)
    }
    if (claimed === null) {
      if (method === 'POST' && path === stationPaths.enter) return this.#enter(exchange)
    } else {
      if (method === 'POST' && path === stationPaths.call) return this.#call(exchange, claimed)
      if (method === 'GET' && path === stationPaths.events) return this.#stream(exchange, claimed)
      if (method === 'GET' && path.startsWith(`${artifactFolder}/`)) {
        return this.#artifact(exchange, claimed, path.slice(artifactFolder.length + 1))
      }
    }
    throw notFound(`${method} ${url.slice(0, 100)}`)
  }

  async #enter({ request, response, address, isLocal, port }: Exchange): Promise<void> {
    checkSender(request)
    const body = enterRequestSchema.safeParse(await readJson(request, this.#services.limits.seatCallBytes))
    if (!body.success)
      throw new StudioError('api/bad-request', 'Send {"secret": "the code or the link’s secret"}.')
    this.#checkGuesses(address)
    try {
      const { caller, token } = this.#services.authority.enter(body.data.secret, isLocal)
      const headers = { 'set-cookie': cookieHeader(caller, token, port) }
      sendResult(response, { ok: true, value: { home: homeOf(caller) } }, headers)
    } catch (thrown) {
      if (toErrorPayload(thrown).code === 'station/bad-code') this.#countGuess(address)
      throw thrown
    }
  }

  /** Whoever tried too many wrong codes may not try right ones either, so that a guess tells nothing. */
  #checkGuesses(address: string): void {
    if (this.#wrongSecrets.mayTake(address) && this.#allWrongSecrets.mayTake('')) return
    throw new StudioError('api/too-often', 'Too many wrong codes. Wait a minute, then try again.')
  }

  #countGuess(address: string): void {
    this.#wrongSecrets.take(address)
    this.#allWrongSecrets.take('')
  }

  #check({ request, isLocal, port }: Exchange, claimed: Caller): void {
    checkSender(request)
    this.#services.authority.check(claimed, readCookies(request.headers.cookie, port), isLocal)
  }

  async #call(exchange: Exchange, caller: Caller): Promise<void> {
    this.#check(exchange, caller)
    this.#calls.take(homeOf(caller))
    const { studioCallBytes, callBytes, seatCallBytes } = this.#services.limits
    const sizes = { studio: studioCallBytes, supervisor: callBytes, seat: seatCallBytes }
    const body = await readJson(exchange.request, sizes[caller.role])
    const { procedure, input } = (body ?? {}) as { readonly procedure?: unknown; readonly input?: unknown }
    sendResult(exchange.response, await this.#services.answer({ caller, procedure, input }))
  }

  #stream(exchange: Exchange, caller: Caller): void {
    this.#check(exchange, caller)
    const { hub, limits } = this.#services
    if (hub.countOf(caller) >= limits.streamsPerCaller) {
      throw new StudioError('api/too-often', 'This page is open too many times. Close some of its tabs.')
    }
    const { unreadBytes } = limits
    streamEvents(exchange.response, { hub, caller, unreadBytes, closing: exchange.closing })
  }

  async #artifact(exchange: Exchange, caller: Caller, token: string): Promise<void> {
    this.#check(exchange, caller)
    const answer = await this.#services.artifacts.read(token, caller)
    if (answer === null) throw notFound('this picture')
    send(exchange.response, answer)
  }
}

function notFound(what: string): StudioError {
  return new StudioError('api/not-found', `Sweetspot has no ${what}.`)
}
