import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

export interface DeskRunnerOptions {
  /** The built desk program. */
  readonly program: string
  /** Of the station. */
  readonly url: string
  /** To enter with, once. */
  readonly code: string
  /** What the desk keeps over its starts. */
  readonly folder: string
}

/** A desk program that can be killed and started again, and what it said was saved. */
export class DeskRunner {
  /** Ids of answers that the host has acknowledged. */
  readonly acknowledged: string[] = []
  /** As `refused:session/other-screen`. */
  readonly refusals: string[] = []
  killCount = 0
  readonly #options: DeskRunnerOptions
  readonly #waiting: { readonly count: number; readonly resolve: () => void }[] = []
  #child: ChildProcess | null = null

  constructor(options: DeskRunnerOptions) {
    this.#options = options
  }

  /** Does nothing while it runs: a desk has one page. */
  start(): void {
    if (this.#child !== null) return
    const { program, url, code, folder } = this.#options
    const child = spawn(process.execPath, [program, url, code, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let rest = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) this.#hear(line)
    })
    this.#child = child
  }

  /** SIGKILL, and what it said until then. */
  async kill(): Promise<void> {
    const child = this.#child
    if (child === null) return
    this.#child = null
    this.killCount++
    child.kill('SIGKILL')
    await once(child, 'close')
  }

  /** Resolves when so many answers were acknowledged. */
  answered(count: number): Promise<void> {
    if (this.acknowledged.length >= count) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push({ count, resolve }))
  }

  #hear(line: string): void {
    const [word, id] = line.split(' ') as [string, string]
    if (word === 'saved') this.acknowledged.push(id)
    else if (word !== 'ready') this.refusals.push(word)
    for (const { count, resolve } of this.#waiting) if (this.acknowledged.length >= count) resolve()
  }
}
