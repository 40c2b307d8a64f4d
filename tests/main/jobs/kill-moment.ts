import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { startProgram, type Finished, type Running } from '../cli/run-program'

/** What is killed: the compute process alone, the command line alone, or both at once, as by a power cut. */
export const victims = ['compute process', 'command line', 'both'] as const
export type Victim = (typeof victims)[number]

/** The built command line, how it is called, and where. */
export interface Command {
  readonly cli: string
  readonly args: readonly string[]
  readonly cwd: string
}

/**
 * Starts a command, kills (SIGKILL) so many milliseconds later, and waits until the command line is gone.
 * @returns null where it had ended before
 */
export async function killAt(command: Command, victim: Victim, atMs: number): Promise<Finished | null> {
  const running = startProgram(command.cli, command.args, command.cwd)
  const ended = await Promise.race([running.finished, setTimeout(atMs)])
  if (ended) return null
  if (victim === 'both') process.kill(-running.child.pid!, 'SIGKILL')
  else if (victim === 'command line') running.child.kill('SIGKILL')
  else if (!(await killCompute(running))) return null
  return running.finished
}

/** The child of the command line, as soon as there is one. */
async function killCompute(running: Running): Promise<boolean> {
  while (running.child.exitCode === null) {
    const child = childOf(running.child.pid!)
    if (child !== undefined) {
      process.kill(child, 'SIGKILL')
      return true
    }
    await setTimeout(1)
  }
  return false
}

function childOf(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return children === '' ? undefined : Number(children.split(' ')[0])
  } catch {
    return undefined // it has just ended
  }
}
