import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Outbox } from '../../../src/renderer/src/bridge/outbox'
import type { OutboxEntry, OutboxStorage } from '../../../src/renderer/src/bridge/outbox-storage'
import type { Result } from '../../../src/shared/errors'
import { finalRefusals, type SeatAnswer, type SeatScreen } from '../../../src/shared/seat-session'
import { nextAnswer } from '../scripted-rater'

// A rating desk without a browser: the page's own outbox over files, and a rater who answers whatever is asked. It may
// be killed at any moment and started again over the same folder. Each acknowledged answer is told on standard output.

const [url, code, folder] = process.argv.slice(2) as [string, string, string]
const profile = join(folder, 'profile.json')
const entries = join(folder, 'outbox')

interface Profile {
  readonly cookie: string
  readonly home: string
}

/** Writes a file so that it is there whole, or not at all. */
function writeWhole(file: string, text: string): void {
  const descriptor = openSync(`${file}.partial`, 'w')
  writeFileSync(descriptor, text)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(`${file}.partial`, file)
}

async function post(path: string, body: unknown, cookie = ''): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: new URL(url).origin, cookie }
  return fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) })
}

/** The cookie of an earlier start, or a new one for the code. */
async function enter(): Promise<Profile> {
  try {
    return JSON.parse(readFileSync(profile, 'utf8')) as Profile
  } catch {
    const answer = await post('/enter', { secret: code })
    const result = (await answer.json()) as Result<{ home: string }>
    if (!result.ok) throw new Error(result.error.message)
    const entered = { cookie: answer.headers.getSetCookie()[0]!.split(';')[0]!, home: result.value.home }
    writeWhole(profile, JSON.stringify(entered))
    return entered
  }
}

const fileStorage: OutboxStorage<SeatAnswer> = {
  add: async (entry) => {
    const number = `${readdirSync(entries).length}`.padStart(6, '0')
    writeWhole(join(entries, `${number}-${entry.key}.json`), JSON.stringify(entry))
  },
  list: async () =>
    readdirSync(entries)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => JSON.parse(readFileSync(join(entries, name), 'utf8')) as OutboxEntry<SeatAnswer>),
  remove: async (key) => {
    for (const name of readdirSync(entries)) if (name.includes(key)) rmSync(join(entries, name))
  },
}

const tell = (word: string, rest: string): void => void writeSync(1, `${word} ${rest}\n`)

async function main(): Promise<void> {
  mkdirSync(entries, { recursive: true })
  const { cookie, home } = await enter()
  let screen: SeatScreen | null = null
  const call = async (procedure: string, input?: unknown): Promise<Result<SeatScreen>> => {
    try {
      const answer = await post(`${home}api/call`, { procedure, input }, cookie)
      return (await answer.json()) as Result<SeatScreen>
    } catch (error) {
      return { ok: false, error: { code: 'api/unreachable', message: String(error) } }
    }
  }
  const outbox = await Outbox.open<SeatAnswer>({
    storage: fileStorage,
    retryMs: 30,
    send: async ({ content }) => {
      const result = await call('seat.answer', content)
      if (result.ok) {
        tell('saved', content.id)
        screen = result.value
      } else if (finalRefusals.includes(result.error.code)) {
        tell('refused', `${content.trialKey} ${content.id}: ${result.error.code}, ${result.error.message}`)
        return { ok: true, value: null }
      }
      return result
    },
  })
  tell('ready', String(process.pid))
  for (;;) {
    while (outbox.status().waitingCount > 0) await setTimeout(5)
    if (screen === null) {
      const asked = await call('seat.screen')
      if (asked.ok) screen = asked.value
    }
    const content = screen === null ? undefined : nextAnswer(screen, Math.floor(Math.random() * 12))
    screen = null
    if (content === undefined) {
      await setTimeout(60)
      continue
    }
    await setTimeout(10 + Math.random() * 25)
    await outbox.deliver({ key: content.id, content })
  }
}

void main()
