import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { JobProgress } from '../../../src/shared/jobs'
import { ComputeClient, type ComputeTransport } from '../../../src/main/jobs/compute-client'
import { createNodeTransport } from '../../../src/main/jobs/node-transport'
import { bundleEntries, type Bundle } from './bundle-entries'
import { trainRequest, trainResult } from './sample-jobs'

let bundle: Bundle
const clients: ComputeClient[] = []

beforeAll(async () => {
  bundle = await bundleEntries({ child: 'tests/main/jobs/behaving-process.ts' })
})
afterEach(() => {
  for (const client of clients.splice(0)) client.dispose()
})
afterAll(() => bundle.remove())

/** So long that no slow machine takes it for the time that a test asks for. */
const defaultKillAfterMs = 60_000

function createClient(killAfterMs = defaultKillAfterMs): ComputeClient {
  const client = new ComputeClient(() => createNodeTransport({ entry: bundle.path('child') }), {
    killAfterMs,
  })
  clients.push(client)
  return client
}

/** Aborts when a job first reports. */
function abortWhenRunning(): { signal: AbortSignal; onProgress: () => void } {
  const abort = new AbortController()
  return { signal: abort.signal, onProgress: () => abort.abort() }
}

/** Waits until there is no such process; the system takes a moment to clear one away. */
const untilGone = (pid: number): Promise<boolean> =>
  vi.waitUntil(() => !isAlive(pid), { timeout: 60_000, interval: 10 })

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('ComputeClient with a real child process', () => {
  it('gives the result, with progress that ends at the total and is throttled', async () => {
    const seen: JobProgress[] = []
    const result = await createClient().run(trainRequest('succeed'), {
      onProgress: (each) => seen.push(each),
    })
    expect(result).toEqual(trainResult)
    // 1,001 reports within a moment: the first, the last, and at most one per 100 ms between them.
    expect(seen.length).toBeLessThan(20)
    expect(seen[0]).toMatchObject({ job: 'train', stage: 'Counting', done: 0, total: 1000, rate: null })
    expect(seen.at(-1)).toMatchObject({ done: 1000, secondsLeft: 0 })
  })

  it('runs jobs one after the other in one process', async () => {
    const client = createClient()
    const results = await Promise.all([1, 1, 1].map((seed) => client.run(trainRequest('succeed', seed))))
    expect(new Set(results.map((result) => result.seed)).size).toBe(1)
  })

  it('passes warnings on', async () => {
    const warnings: string[] = []
    await createClient().run(trainRequest('warn'), { onWarning: (message) => warnings.push(message) })
    expect(warnings).toEqual(['The device webgpu cannot be used.'])
  })

  it('rejects with the code and message of the job, and goes on after it', async () => {
    const client = createClient()
    await expect(client.run(trainRequest('fail'))).rejects.toMatchObject({
      code: 'dataset/empty',
      message: 'There are no images.',
    })
    await expect(client.run(trainRequest('throw'))).rejects.toMatchObject({ code: 'internal' })
    await expect(client.run(trainRequest('succeed'))).resolves.toEqual(trainResult)
  })

  it('refuses a request that its schema refuses, and a result that its schema refuses', async () => {
    const client = createClient()
    await expect(client.run({ ...trainRequest('succeed'), sizePx: 0 })).rejects.toMatchObject({
      code: 'api/bad-request',
      message: expect.stringContaining('sizePx') as string,
    })
    await expect(client.run(trainRequest('wrong-result'))).rejects.toMatchObject({ code: 'internal' })
  })

  it.each([
    ['crash', /exit code 7/],
    ['kill', /lack of memory/],
  ])('rejects with compute/process-died after a %s, and starts a new process', async (name, reason) => {
    const client = createClient()
    const lost = client.run(trainRequest(name))
    const next = client.run(trainRequest('succeed'))
    await expect(lost).rejects.toMatchObject({
      code: 'compute/process-died',
      message: expect.stringMatching(reason) as string,
    })
    await expect(next).resolves.toEqual(trainResult)
  })

  it('cancels a running job and keeps its process', async () => {
    const client = createClient()
    const { seed: before } = await client.run(trainRequest('succeed', 1))
    await expect(client.run(trainRequest('wait'), abortWhenRunning())).rejects.toMatchObject({
      code: 'job/cancelled',
    })
    expect((await client.run(trainRequest('succeed', 1))).seed).toBe(before)
  })

  it('kills a process whose step does not end, and says cancelled', async () => {
    const client = createClient(200)
    const { seed: pid } = await client.run(trainRequest('succeed', 1))
    const startedMs = performance.now()
    await expect(client.run(trainRequest('block'), abortWhenRunning())).rejects.toMatchObject({
      code: 'job/cancelled',
    })
    expect(performance.now() - startedMs).toBeLessThan(defaultKillAfterMs)
    await untilGone(pid)
  })

  it('cancels a waiting job without touching the running one', async () => {
    const client = createClient()
    const first = client.run(trainRequest('succeed'))
    const abort = new AbortController()
    const waiting = client.run(trainRequest('wait'), { signal: abort.signal })
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ code: 'job/cancelled' })
    await expect(first).resolves.toEqual(trainResult)
    await expect(client.run(trainRequest('wait'), { signal: abort.signal })).rejects.toMatchObject({
      code: 'job/cancelled',
    })
  })

  it('dispose ends the process and every job', async () => {
    const client = createClient()
    const { seed: pid } = await client.run(trainRequest('succeed', 1))
    const jobs = [client.run(trainRequest('wait')), client.run(trainRequest('succeed'))]
    client.dispose()
    for (const job of jobs) await expect(job).rejects.toMatchObject({ code: 'job/cancelled' })
    await untilGone(pid)
    await expect(client.run(trainRequest('succeed'))).rejects.toMatchObject({ code: 'job/cancelled' })
  })

  it('says when the program was not built', async () => {
    const client = new ComputeClient(() => createNodeTransport({ entry: bundle.path('missing') }))
    await expect(client.run(trainRequest('succeed'))).rejects.toMatchObject({
      code: 'file/not-found',
      message: expect.stringContaining('npm run build') as string,
    })
  })
})

describe('messages that break the contract', () => {
  function fakeTransport(answer: (send: (message: unknown) => void) => void): ComputeTransport {
    let listener: (message: unknown) => void = () => undefined
    return {
      send: () => answer((message) => listener(message)),
      onMessage: (given) => {
        listener = given
      },
      onExit: () => undefined,
      kill: () => undefined,
    }
  }

  it('from the process end the job with an error', async () => {
    const client = new ComputeClient(() => fakeTransport((send) => send({ type: 'progress', id: 1 })))
    await expect(client.run(trainRequest('succeed'))).rejects.toMatchObject({ code: 'internal' })
  })

  it('to the process are answered with api/bad-request', async () => {
    const child: ChildProcess = fork(bundle.path('child'), [], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    try {
      child.send({ type: 'run', id: 'a', request: { kind: 'train', data: 3 } })
      const [message] = (await once(child, 'message')) as unknown[]
      expect(message).toMatchObject({ type: 'failed', id: 'a', error: { code: 'api/bad-request' } })
    } finally {
      child.kill('SIGKILL')
    }
  })

  it('a process without its parent ends by itself, even with a job under way', async () => {
    const child = fork(bundle.path('child'), [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    child.send({ type: 'run', id: 'a', request: trainRequest('wait') })
    await once(child, 'message')
    child.disconnect()
    const [code] = (await once(child, 'exit')) as unknown[]
    expect(code).toBe(1)
  })
})
