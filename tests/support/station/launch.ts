import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { z } from 'zod'
import { seatSchema } from '../../../src/shared/seats'
import { launchChromium } from '../chromium'
import { root } from '../electron/launch'
import type { LaunchOptions, StudioApp } from '../studio-app'

/** What `sweetspot serve --json` prints when it is open. */
const openedSchema = z.object({
  ok: z.literal(true),
  value: z.object({
    status: z.object({ local: z.url() }),
    studioLink: z.url(),
    seats: z.array(seatSchema),
  }),
})
export type Opened = z.infer<typeof openedSchema>['value']

/** A station in a process of its own, as a user starts it. */
export interface StationProcess extends Opened {
  readonly child: ChildProcess
  /** Ends it as Ctrl-C does. @returns its exit code */
  stop(): Promise<number | null>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

/** Starts the built `sweetspot serve` and waits until it is open. */
export async function startStation(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<StationProcess> {
  const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), 'serve', '--json', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  const opened = await readDocument(child)
  return {
    ...opened,
    child,
    async stop() {
      child.kill('SIGINT')
      return (await exited)[0]
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

async function readDocument(child: ChildProcess): Promise<Opened> {
  let text = ''
  for await (const part of child.stdout!.setEncoding('utf8') as AsyncIterable<string>) {
    text += part
    if (text.endsWith('\n}\n')) return openedSchema.parse(JSON.parse(text)).value
  }
  throw new Error(`sweetspot serve ended before it was open: ${text}`)
}

/** A station with its studio open in Chromium. */
export interface StationApp extends StudioApp {
  readonly process: StationProcess
  readonly browser: Browser
  /** Opens a link in a browser of its own, as another machine has it, and waits for the page behind it. */
  openLink(link: string): Promise<{ readonly context: BrowserContext; readonly page: Page }>
}

export async function launchStation(
  { cache }: Pick<LaunchOptions, 'cache'>,
  args: readonly string[] = [],
): Promise<StationApp> {
  const station = await startStation(['--port', '0', ...args], {
    SWEETSPOT_CACHE: cache,
    SWEETSPOT_SETTINGS: join(cache, 'settings'),
  })
  const browser = await launchChromium()
  const openLink = async (link: string) => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.goto(link)
    await page.waitForURL((url) => url.pathname !== '/', { waitUntil: 'domcontentloaded' })
    return { context, page }
  }
  const { page } = await openLink(station.studioLink)
  return {
    process: station,
    browser,
    openLink,
    pages: () => Promise.resolve(page.isClosed() ? [] : page.context().pages()),
    computePids: () => Promise.resolve(childrenOf(station.child.pid!)),
    async close() {
      await browser.close()
      if (station.child.exitCode === null && station.child.signalCode === null) await station.stop()
    },
  }
}

/** Process ids of what a process has started: of a station, the processes that compute for it. */
export function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.split('\n').filter(Boolean).map(Number)
}
