import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { z } from 'zod'

const answerSchema = z.object({ key: z.string(), content: z.number() })

/** A host that stores numbers once for each key, and fails as a test tells it to. */
export interface AnswerHost {
  readonly url: string
  /** The numbers in the order in which they were stored. */
  readonly stored: number[]
  /** How many requests arrived. */
  readonly arrivedCount: () => number
  /** `silent` stores and never acknowledges, as when the line breaks in that moment. */
  behave(how: 'well' | 'silent' | 'busy'): void
  close(): void
}

export async function openAnswerHost(): Promise<AnswerHost> {
  const bundle = await rolldown({ input: join(import.meta.dirname, 'outbox-page.mjs'), platform: 'browser' })
  const { output } = await bundle.generate({ format: 'esm' })
  const page = '<!doctype html><title>outbox</title><script type="module" src="/page.js"></script>'
  const keys = new Set<string>()
  const stored: number[] = []
  let arrivedCount = 0
  let behaviour = 'well'
  const server = createServer(async (request, response) => {
    if (request.url === '/') return void response.setHeader('content-type', 'text/html').end(page)
    if (request.url === '/page.js') {
      return void response.setHeader('content-type', 'text/javascript').end(output[0].code)
    }
    const { key, content } = answerSchema.parse(JSON.parse(Buffer.concat(await request.toArray()).toString()))
    arrivedCount += 1
    if (behaviour === 'busy') {
      response.end(JSON.stringify({ ok: false, error: { code: 'session/not-allowed', message: 'Paused.' } }))
      return
    }
    if (!keys.has(key)) stored.push(content)
    keys.add(key)
    if (behaviour === 'silent') request.socket.destroy()
    else response.end(JSON.stringify({ ok: true, value: null }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stored,
    arrivedCount: () => arrivedCount,
    behave: (how) => (behaviour = how),
    close: () => void server.close().closeAllConnections(),
  }
}
