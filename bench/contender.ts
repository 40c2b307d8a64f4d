import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Report } from './cases'

/** What a contender's process took. */
export interface Outcome {
  readonly durationsMs: readonly number[]
  /** Of the runs that measured it. */
  readonly busyFractions: readonly number[]
  readonly prepareMs: number
  /** Peak resident memory of the process in bytes. */
  readonly peakBytes: number
}

/** A process that runs one case when asked: ours (`case-process.ts`) or the peer's (`peer.py`). */
export interface Contender {
  /** Runs once. @returns duration in milliseconds */
  run(): Promise<number>
  /** Ends the process. */
  finish(): Promise<Outcome>
}

/** Starts a process that speaks the line protocol of `Report`, and waits until it is warm. */
export async function startContender(command: string, args: readonly string[]): Promise<Contender> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async <K extends Report['kind']>(kind: K): Promise<Extract<Report, { kind: K }>> => {
    const { value, done } = (await lines.next()) as { value: string; done?: boolean }
    if (done) {
      const [code, signal] = await exited
      throw new Error(`${command} ${args.join(' ')} ended early (${signal ?? `exit code ${code}`})`)
    }
    const report = JSON.parse(value) as Report
    if (report.kind !== kind) throw new Error(`${command} sent '${value}' instead of '${kind}'`)
    return report as Extract<Report, { kind: K }>
  }
  const { prepareMs } = await next('ready')
  const durationsMs: number[] = []
  const busyFractions: number[] = []
  return {
    run: async () => {
      child.stdin.write('run\n')
      const { durationMs, busyFraction } = await next('ran')
      durationsMs.push(durationMs)
      if (busyFraction !== undefined) busyFractions.push(busyFraction)
      return durationMs
    },
    finish: async () => {
      child.stdin.end()
      const { peakBytes } = await next('done')
      await exited
      return { durationsMs, busyFractions, prepareMs, peakBytes }
    },
  }
}
