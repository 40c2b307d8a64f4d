import { describe, expect, test } from 'vitest'
import { Outbox, type OutboxStatus } from '../../../src/renderer/src/bridge/outbox'
import type { OutboxEntry, OutboxStorage } from '../../../src/renderer/src/bridge/outbox-storage'
import type { Result } from '../../../src/shared/errors'

const ok: Result<unknown> = { ok: true, value: undefined }
const refused: Result<unknown> = {
  ok: false,
  error: { code: 'session/not-allowed', message: 'The session is paused.' },
}
const entries = ['a', 'b', 'c'].map((key) => ({ key, content: key }))

/** A desk's disk, which outlives its pages. */
function memoryStorage() {
  const kept = new Map<string, OutboxEntry<string>>()
  const storage: OutboxStorage<string> = {
    add: (entry) => Promise.resolve(void kept.set(entry.key, entry)),
    list: () => Promise.resolve([...kept.values()]),
    remove: (key) => Promise.resolve(void kept.delete(key)),
  }
  return { kept, storage }
}

describe('the outbox', () => {
  test('sends one after the other, in order, and forgets what was acknowledged', async () => {
    const { kept, storage } = memoryStorage()
    const log: string[] = []
    const outbox = await Outbox.open<string>({
      storage,
      send: async ({ key }) => {
        log.push(`sent ${key}`)
        await Promise.resolve()
        log.push(`answered ${key}`)
        return ok
      },
    })
    await Promise.all(entries.map((entry) => outbox.deliver(entry)))
    expect(log).toEqual(entries.flatMap(({ key }) => [`sent ${key}`, `answered ${key}`]))
    await expect.poll(() => kept.size).toBe(0)
    expect(outbox.status()).toEqual({ waitingCount: 0, isKept: true, error: null })
  })

  test('keeps what is refused, says why, and lets nothing overtake it', async () => {
    const { kept, storage } = memoryStorage()
    const sent: string[] = []
    const seen: OutboxStatus[] = []
    let isPaused = true
    let outbox = undefined as Outbox<string> | undefined
    outbox = await Outbox.open<string>({
      storage,
      retryMs: 1,
      onStatus: () => {
        if (outbox !== undefined) seen.push(outbox.status())
        if (sent.length === 3) isPaused = false
      },
      send: ({ key }) => {
        sent.push(key)
        return Promise.resolve(isPaused ? refused : ok)
      },
    })
    await Promise.all(entries.map((entry) => outbox.deliver(entry)))
    expect(sent).toEqual(['a', 'a', 'a', 'a', 'b', 'c'])
    expect(seen).toContainEqual({ waitingCount: 3, isKept: true, error: refused.ok ? null : refused.error })
    await expect.poll(() => kept.size).toBe(0)
  })

  test('keeps no line waiting for another one that is refused', async () => {
    const { kept, storage } = memoryStorage()
    let isRestored = false
    const outbox = await Outbox.open<string>({
      storage,
      retryMs: 3_600_000,
      lineOf: (content) => content[0]!,
      send: ({ content }) => Promise.resolve(content.startsWith('a') && !isRestored ? refused : ok),
    })
    const held = ['a1', 'a2'].map((key) => outbox.deliver({ key, content: key }))
    await outbox.deliver({ key: 'b1', content: 'b1' })
    await outbox.deliver({ key: 'b2', content: 'b2' })
    expect(outbox.status('a')).toMatchObject({ waitingCount: 2, error: { code: 'session/not-allowed' } })
    expect(outbox.status('b')).toEqual({ waitingCount: 0, isKept: true, error: null })
    await expect.poll(() => [...kept.keys()]).toEqual(['a1', 'a2'])
    isRestored = true
    outbox.sendNow()
    await Promise.all(held)
    await expect.poll(() => kept.size).toBe(0)
  })

  test('goes on where an earlier page ended', async () => {
    const { kept, storage } = memoryStorage()
    const never = new Promise<Result<unknown>>(() => undefined)
    const before = await Outbox.open<string>({ storage, send: () => never })
    for (const entry of entries) void before.deliver(entry)
    await expect.poll(() => before.status().isKept).toBe(true)

    const sent: string[] = []
    const after = await Outbox.open<string>({
      storage,
      send: ({ key }) => Promise.resolve((sent.push(key), ok)),
    })
    await after.deliver({ key: 'd', content: 'd' })
    expect(sent).toEqual(['a', 'b', 'c', 'd'])
    await expect.poll(() => kept.size).toBe(0)
  })

  test('waits for its next try no longer than told', async () => {
    const { storage } = memoryStorage()
    let tries = 0
    const outbox = await Outbox.open<string>({
      storage,
      retryMs: 3_600_000,
      send: () => Promise.resolve(++tries === 1 ? refused : ok),
    })
    const delivered = outbox.deliver(entries[0]!)
    await expect.poll(() => outbox.status().error).not.toBeNull()
    outbox.sendNow()
    await delivered
    expect(tries).toBe(2)
  })

  test('sends what cannot be kept, and says that it is not', async () => {
    const { storage } = memoryStorage()
    const full = { ...storage, add: () => Promise.reject(new Error('the disk is full')) }
    let acknowledge: (result: Result<unknown>) => void = () => undefined
    const outbox = await Outbox.open<string>({
      storage: full,
      send: () => new Promise((resolve) => (acknowledge = resolve)),
    })
    const delivered = outbox.deliver(entries[0]!)
    await expect.poll(() => outbox.status().error?.message).toContain('the disk is full')
    expect(outbox.status().isKept).toBe(false)
    acknowledge(ok)
    await delivered
    expect(outbox.status()).toEqual({ waitingCount: 0, isKept: true, error: null })
  })
})
