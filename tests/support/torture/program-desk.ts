import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { AnswerCount, Turns, type DeskOptions, type TorturedDesk } from './tortured-desk'

/** A desk without a browser: the program in `desk-process.ts`, which is quick to start. */
export class ProgramDesk implements TorturedDesk {
  readonly refusals: string[] = []
  killCount = 0
  readonly #program: string
  readonly #options: DeskOptions
  readonly #answers = new AnswerCount()
  readonly #turns = new Turns()
  #code: Promise<string> | null = null
  #child: ChildProcess | null = null

  /** @param program built */
  constructor(program: string, options: DeskOptions) {
    this.#program = program
    this.#options = options
  }

  get acknowledged(): readonly string[] {
    return this.#answers.ids
  }

  start(): Promise<void> {
    return this.#turns.take(() => this.#start())
  }

  async #start(): Promise<void> {
    if (this.#child !== null) return
    const { url, newCode, folder } = this.#options
    this.#code ??= newCode() // it keeps its cookie better than a browser does
    const code = await this.#code
    const stdio = ['ignore', 'pipe', 'inherit'] as const
    const child = spawn(process.execPath, [this.#program, url, code, folder], { stdio: [...stdio] })
    let rest = ''
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) this.#hear(line)
    })
    this.#child = child
  }

  kill(): Promise<void> {
    return this.#turns.take(() => {
      if (this.#child !== null) this.killCount++
      return this.#end()
    })
  }

  end(): Promise<void> {
    return this.#turns.take(() => this.#end())
  }

  async #end(): Promise<void> {
    const child = this.#child
    if (child === null) return
    this.#child = null
    child.kill('SIGKILL')
    await once(child, 'close')
  }

  answered(count: number): Promise<void> {
    return this.#answers.reached(count)
  }

  #hear(line: string): void {
    const [, word, rest] = /^(\w+) (.*)$/.exec(line)!
    if (word === 'saved') this.#answers.add(rest!)
    else if (word === 'refused') this.refusals.push(rest!)
  }
}
