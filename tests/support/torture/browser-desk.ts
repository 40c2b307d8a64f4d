import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { BrowserContext, Page, Response } from 'playwright-core'
import type { Result } from '../../../src/shared/errors'
import { finalRefusals, type SeatAnswer } from '../../../src/shared/seat-session'
import { launchRememberingChromium } from '../chromium'
import { AnswerCount, Turns, type DeskOptions, type TorturedDesk } from './tortured-desk'

/**
 * The rater's real page in a Chromium of its own, with a rater who presses whatever counts. A browser writes cookies some
 * time after it got them, so one that was killed enters with a new code, as a lab would let it.
 */
export class BrowserDesk implements TorturedDesk {
  readonly refusals: string[] = []
  killCount = 0
  readonly #options: DeskOptions
  readonly #answers = new AnswerCount()
  readonly #turns = new Turns()
  #context: BrowserContext | null = null

  constructor(options: DeskOptions) {
    this.#options = options
  }

  get acknowledged(): readonly string[] {
    return this.#answers.ids
  }

  start(): Promise<void> {
    return this.#turns.take(async () => {
      if (this.#context !== null) return
      const context = await launchRememberingChromium(this.#options.folder)
      context.on('response', (response) => void this.#hear(response))
      await context.addInitScript({ content: raterScript })
      this.#context = context
      while (!(await this.#enter(context.pages()[0]!))) await setTimeout(100)
    })
  }

  kill(): Promise<void> {
    return this.#turns.take(() => {
      if (this.#context !== null) this.killCount++
      return this.#end()
    })
  }

  end(): Promise<void> {
    return this.#turns.take(() => this.#end())
  }

  async #end(): Promise<void> {
    const context = this.#context
    if (context === null) return
    this.#context = null
    const closed = new Promise((resolve) => context.once('close', resolve))
    process.kill(browserPid(this.#options.folder), 'SIGKILL')
    await closed
  }

  /** @returns whether the desk is open; the host may be gone at this moment */
  async #enter(page: Page): Promise<boolean> {
    try {
      await page.goto('about:blank') // else another code would only change the address
      await page.goto(`${this.#options.url}#${await this.#options.newCode()}`, { timeout: 30_000 })
      await page.waitForURL(/\/seat\//, { timeout: 30_000 })
      return true
    } catch {
      return false
    }
  }

  answered(count: number): Promise<void> {
    return this.#answers.reached(count)
  }

  /** What the host answered, if the page can have read it. */
  async #hear(response: Response): Promise<void> {
    const body = response.request().postData() ?? ''
    if (!body.includes('"seat.answer"')) return
    const { input } = JSON.parse(body) as { readonly input: SeatAnswer }
    const result = (await response.json().catch(() => null)) as Result<unknown> | null
    if (result?.ok === true) this.#answers.add(input.id)
    else if (result !== null && finalRefusals.includes(result.error.code))
      this.refusals.push(`${input.trialKey} ${input.id}: ${result.error.code}, ${result.error.message}`)
  }
}

/** Presses one of the answers that count, and whatever begins; some milliseconds after each other, as no person can. */
const raterScript = `setInterval(() => {
  const answers = document.querySelectorAll('button[data-choice][aria-disabled="false"]')
  const begin = [...document.querySelectorAll('button')].find(({ textContent }) => /Fill the screen/.test(textContent))
  const agree = document.querySelector('button[data-choice="agree"][aria-disabled="false"]')
  const button = agree ?? answers[Math.floor(Math.random() * answers.length)] ?? begin
  button?.click()
}, 40)`

/** The browser's own process, which is the one without a type. */
function browserPid(userData: string): number {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = commandOf(pid)
    if (command.includes(`--user-data-dir=${userData}`) && !command.includes('--type=')) return Number(pid)
  }
  throw new Error(`No browser runs in ${userData}.`)
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return '' // it has just ended
  }
}
