import { request, type IncomingHttpHeaders } from 'node:http'
import type { Result } from '../../src/shared/errors'

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  /** The body as the station's JSON. */
  result(): Result<unknown>
}

export interface Sent {
  readonly method?: string
  readonly path: string
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
}

/** A browser as far as the station can tell: it names its origin, and keeps the cookies of one home. */
export class StationClient {
  readonly #url: URL
  #cookie = ''
  #home = ''

  /** @param base address of the station, as `http://127.0.0.1:7646/` */
  constructor(base: string) {
    this.#url = new URL(base)
  }

  /** Where the last secret led. */
  get home(): string {
    return this.#home
  }

  /** Sends anything; nothing is added but what a browser could not leave out. */
  send({ method = 'GET', path, headers = {}, body }: Sent): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url
      const sent = request({ hostname, port, method, path, headers, agent: false }, (response) => {
        const parts: Buffer[] = []
        response.on('error', reject)
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => {
          const text = Buffer.concat(parts).toString()
          const { statusCode = 0, headers: answered } = response
          resolve({
            status: statusCode,
            headers: answered,
            text,
            result: () => JSON.parse(text) as Result<unknown>,
          })
        })
      })
      sent.on('error', reject)
      sent.end(body)
    })
  }

  /** Sends JSON as a page of the station does. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.postRaw(path, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
  }

  /** Sends a body as it is. */
  postRaw(path: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
    const own = { ...this.#own(), origin: this.#url.origin }
    return this.send({ method: 'POST', path, body, headers: { ...own, ...headers } })
  }

  /** Asks for a file, as an image of a page does. */
  get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    return this.send({ method, path, headers: { ...this.#own(), ...headers } })
  }

  /** Uses a link's secret or a code, and keeps the cookie. */
  async enter(secret: string): Promise<Result<unknown>> {
    const answer = await this.post('/enter', { secret })
    const result = answer.result()
    if (result.ok) {
      this.#cookie = answer.headers['set-cookie']![0]!.split(';')[0]!
      this.#home = (result.value as { home: string }).home
    }
    return result
  }

  async call(procedure: unknown, input?: unknown): Promise<Result<unknown>> {
    return (await this.post(`${this.#home}api/call`, { procedure, input })).result()
  }

  #own(): Record<string, string> {
    return this.#cookie === '' ? {} : { cookie: this.#cookie }
  }
}
