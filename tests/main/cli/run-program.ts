import { spawn, type ChildProcess } from 'node:child_process'
import { vi } from 'vitest'

/** A finished program. */
export interface Finished {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A started program, whose output can be waited for. */
export interface Running {
  readonly child: ChildProcess
  /** Resolves as soon as standard error contains the text. */
  printed(text: string): Promise<void>
  readonly finished: Promise<Finished>
}

/** Starts the built command line as a user would, in its own process group as a shell does. */
export function startProgram(cli: string, args: readonly string[], cwd: string): Running {
  const env = { ...process.env, SWEETSPOT_CACHE: cwd }
  const child = spawn(process.execPath, [cli, ...args], { cwd, env, detached: true })
  const output = { stdout: '', stderr: '' }
  const waiting = new Map<string, () => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
    for (const [wanted, resolve] of waiting) if (output.stderr.includes(wanted)) resolve()
  })
  return {
    child,
    printed: (text) =>
      new Promise((resolve) => {
        waiting.set(text, resolve)
        if (output.stderr.includes(text)) resolve()
      }),
    finished: new Promise((resolve) => {
      child.on('close', (exitCode) => resolve({ exitCode, ...output }))
    }),
  }
}

/** Runs the built command line to its end. */
export function runProgram(cli: string, args: readonly string[], cwd: string): Promise<Finished> {
  return startProgram(cli, args, cwd).finished
}

/** Sends a signal to all processes of the program, as a terminal does on Ctrl-C. */
export function signalGroup(running: Running, signal: NodeJS.Signals): void {
  process.kill(-running.child.pid!, signal)
}

/** Whether any process of the program is left. */
export function isGroupAlive(running: Running): boolean {
  try {
    process.kill(-running.child.pid!, 0)
    return true
  } catch {
    return false
  }
}

/** Waits until no process of the program is left; the system takes a moment to clear a dead one away. */
export const untilGroupGone = (running: Running): Promise<boolean> =>
  vi.waitUntil(() => !isGroupAlive(running), { timeout: 60_000, interval: 10 })
