import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  type Downloaded,
  downloadFile,
  type DownloadOptions,
} from '../../../../src/main/dataset/download/download-file'
import { StudioError } from '../../../../src/shared/errors'
import { temporaryFolder } from '../temporary-folder'
import { send, serve, type FileServer } from './file-server'

const file = randomBytes(300_000)
const sha256 = createHash('sha256').update(file).digest('hex')

interface Place {
  readonly folder: string
  readonly path: string
  /** Whether the partial file has so many bytes. */
  hasArrived(bytes: number): boolean
  fetch(server: FileServer, options?: Partial<DownloadOptions>): Promise<Downloaded>
  failure(server: FileServer, options?: Partial<DownloadOptions>): Promise<StudioError>
}

/** A folder to download into, without waiting between tries. */
function place(): Place {
  const folder = temporaryFolder()
  const path = join(folder, 'set.tgz')
  const fetch = (server: FileServer, options: Partial<DownloadOptions> = {}): Promise<Downloaded> =>
    downloadFile({
      url: server.url,
      file: path,
      sha256,
      sizeBytes: file.length,
      byHand: 'Fetch it by hand.',
      wait: () => Promise.resolve(),
      ...options,
    })
  const failure: Place['failure'] = async (server, options) => {
    const thrown: unknown = await fetch(server, options).catch((error: unknown) => error)
    if (!(thrown instanceof StudioError)) throw new Error(`no StudioError but ${String(thrown)}`)
    return thrown
  }
  const hasArrived = (bytes: number): boolean =>
    (statSync(`${path}.partial`, { throwIfNoEntry: false })?.size ?? 0) >= bytes
  return { folder, path, hasArrived, fetch, failure }
}

/** A file of which the first 100,000 bytes are there. */
async function halfway(): Promise<Place> {
  const here = place()
  const server = await serve((asked, response, turn) =>
    turn === 0
      ? send(file, asked, response, { cut: { after: 100_000, hasArrived: here.hasArrived } })
      : response.writeHead(404).end(),
  )
  await here.failure(server)
  await server.stop()
  expect(readFileSync(join(here.folder, 'set.tgz.partial'))).toEqual(file.subarray(0, 100_000))
  return here
}

/** The origin of a partial file is its address, so a second server must have that of the first. */
const withAddressOf = (here: Place, { url }: FileServer): void => {
  const origin = join(here.folder, 'set.tgz.partial.json')
  const { validator } = JSON.parse(readFileSync(origin, 'utf8')) as { validator: string }
  writeFileSync(origin, JSON.stringify({ url, validator }))
}

describe('a download', () => {
  test('gives the file, its progress and nothing else', async () => {
    const here = place()
    const server = await serve((asked, response) => send(file, asked, response))
    const seen: (readonly [number, number | null])[] = []
    const result = await here.fetch(server, { onProgress: (done, total) => seen.push([done, total]) })
    expect(result).toEqual({ bytes: file.length, resumedFromBytes: 0 })
    expect(readFileSync(here.path)).toEqual(file)
    expect(readdirSync(here.folder)).toEqual(['set.tgz'])
    expect([seen[0], seen.at(-1)]).toEqual([
      [0, file.length],
      [file.length, file.length],
    ])
  })

  test('that is there already is only checked', async () => {
    const here = place()
    writeFileSync(here.path, file)
    const server = await serve((_asked, response) => response.destroy())
    expect(await here.fetch(server)).toMatchObject({ bytes: file.length })
    expect(server.asked).toEqual([])
  })

  test('goes on where a dropped connection left it, as often as that happens', async () => {
    const here = place()
    const server = await serve((asked, response) =>
      send(file, asked, response, { cut: { after: 90_000, hasArrived: here.hasArrived } }),
    )
    await here.fetch(server)
    expect(readFileSync(here.path)).toEqual(file)
    expect(server.asked.map(({ from }) => from)).toEqual([0, 90_000, 180_000, 270_000])
    expect(server.asked.slice(1).every(({ ifRange }) => ifRange === '"1"')).toBe(true)
  })

  test('goes on in a later run', async () => {
    const here = await halfway()
    const server = await serve((asked, response) => send(file, asked, response))
    withAddressOf(here, server)
    expect(await here.fetch(server)).toEqual({ bytes: file.length, resumedFromBytes: 100_000 })
    expect(server.asked.map(({ from }) => from)).toEqual([100_000])
    expect(readFileSync(here.path)).toEqual(file)
  })

  test('begins again where the file has changed meanwhile', async () => {
    const here = await halfway()
    const server = await serve((asked, response) => send(file, asked, response, { tag: '"2"' }))
    withAddressOf(here, server)
    await here.fetch(server)
    expect(readFileSync(here.path)).toEqual(file)
  })

  test('begins again where the server knows no parts, or sends other ones', async () => {
    for (const status of [200, 206]) {
      const here = await halfway()
      const server = await serve((_asked, response, turn) => {
        const headers = { etag: '"1"', 'content-range': `bytes 5-${file.length - 1}/${file.length}` }
        response.writeHead(turn === 0 ? status : 200, headers).end(file)
      })
      withAddressOf(here, server)
      await here.fetch(server)
      expect(readFileSync(here.path)).toEqual(file)
    }
  })

  test('that was whole but for its last step asks for nothing more', async () => {
    const here = await halfway()
    writeFileSync(join(here.folder, 'set.tgz.partial'), file)
    const server = await serve((asked, response) => send(file, asked, response))
    withAddressOf(here, server)
    await here.fetch(server)
    expect(server.asked).toHaveLength(1)
    expect(readFileSync(here.path)).toEqual(file)
  })

  test('does not go on with a file of another address, or without a tag or date', async () => {
    const here = await halfway()
    const server = await serve((_asked, response) =>
      response.writeHead(200, { 'content-length': file.length }).end(file),
    )
    await here.fetch(server)
    expect(server.asked).toEqual([{ from: 0, ifRange: undefined }])
  })

  test('waits longer and longer for a busy server', async () => {
    const here = place()
    const waits: number[] = []
    const server = await serve((asked, response, turn) =>
      turn < 3 ? response.writeHead(503).end() : send(file, asked, response),
    )
    await here.fetch(server, { wait: (ms) => Promise.resolve(void waits.push(ms)) })
    expect(waits).toEqual([2000, 4000, 8000])
  })
})

describe('what goes wrong is said, with what to do by hand', () => {
  test('another file: it is removed', async () => {
    const here = place()
    const other = Buffer.alloc(file.length, 'other')
    const server = await serve((asked, response) => send(other, asked, response))
    const { code, message } = await here.failure(server)
    expect(code).toBe('download/bad-checksum')
    expect(message).toContain(sha256)
    expect(message).toContain(createHash('sha256').update(other).digest('hex'))
    expect(readdirSync(here.folder)).toEqual([])
  })

  test('a file of another size: it is not even fetched', async () => {
    const here = place()
    const server = await serve((_asked, response) =>
      response.writeHead(200).end('<html>Please log in</html>'),
    )
    const sized = await serve((_asked, response) =>
      response.writeHead(200, { 'content-length': 26 }).end('<html>Please log in</html>'),
    )
    expect((await here.failure(sized)).message).toContain('offers 26 B')
    expect((await here.failure(server)).code).toBe('download/failed')
    expect(existsSync(here.path)).toBe(false)
  })

  test.each([404, 403, 410])('status %d, at once', async (status) => {
    const server = await serve((_asked, response) => response.writeHead(status).end())
    const { code, message } = await place().failure(server)
    expect([code, message]).toEqual(['download/failed', expect.stringContaining(`HTTP status ${status}`)])
    expect(message).toContain(server.url)
    expect(message).toContain('Fetch it by hand.')
    expect(server.asked).toHaveLength(1)
  })

  test('no internet', async () => {
    const server = await serve(() => undefined)
    await server.stop()
    const { code, message } = await place().failure(server)
    expect(code).toBe('download/unreachable')
    expect(message).toContain('cannot be reached (ECONNREFUSED)')
    expect(message).toContain('Fetch it by hand.')
  })

  test('a connection that keeps breaking: what there is stays', async () => {
    const here = place()
    const server = await serve((asked, response, turn) =>
      turn === 0
        ? send(file, asked, response, { cut: { after: 50_000, hasArrived: here.hasArrived } })
        : response.destroy(),
    )
    const { code, message } = await here.failure(server)
    expect(code).toBe('download/failed')
    expect(message).toContain('50.0 kB are kept')
    expect(server.asked.length).toBeGreaterThan(3)
  })

  test('a full disk, before anything is fetched', async () => {
    const here = place()
    const server = await serve((asked, response) => send(file, asked, response))
    const { code, message } = await here.failure(server, {
      freeBytes: () => Promise.resolve(268_435_456 + 299_999),
    })
    expect([code, message]).toEqual(['file/no-space', expect.stringContaining('need 300.0 kB')])
    expect(readdirSync(here.folder)).toEqual([])
    await here.fetch(server, { freeBytes: () => Promise.resolve(268_435_456 + 300_000) })
  })

  test('a folder that cannot be written', async () => {
    const here = place()
    writeFileSync(join(here.folder, 'taken'), '')
    const server = await serve((asked, response) => send(file, asked, response))
    const { code } = await here.failure(server, { file: join(here.folder, 'taken', 'set.tgz') })
    expect(code).toBe('file/not-writable')
  })

  test('a cancelled download: what there is stays', async () => {
    const here = place()
    const abort = new AbortController()
    const server = await serve((_asked, response) => {
      response.writeHead(200, { etag: '"1"', 'content-length': file.length })
      response.write(file.subarray(0, 70_000))
    })
    const onProgress = (done: number): void => {
      if (done >= 70_000) abort.abort()
    }
    const { code, message } = await here.failure(server, { signal: abort.signal, onProgress })
    expect([code, message]).toEqual(['job/cancelled', expect.stringContaining('70.0 kB are kept')])
    expect(readFileSync(join(here.folder, 'set.tgz.partial'))).toHaveLength(70_000)
  })
})
