import { fork } from 'node:child_process'
import { StudioError } from '../../shared/errors'
import { existsSync } from 'node:fs'
import type { ComputeTransport } from './compute-client'
import { computeEnvironment } from './compute-environment'

export interface NodeTransportOptions {
  /** The built compute-process.js. */
  readonly entry: string
  /** What the process, or a library in it, prints: never part of a result, but useful after a crash. */
  readonly onOutput?: (text: string) => void
}

/**
 * Starts the compute process as a plain Node child.
 * @throws StudioError `file/not-found` when the program was not built
 */
export function createNodeTransport(options: NodeTransportOptions): ComputeTransport {
  if (!existsSync(options.entry)) {
    throw new StudioError('file/not-found', `${options.entry} does not exist. Run \`npm run build\` first.`)
  }
  const child = fork(options.entry, [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: computeEnvironment(),
  })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (text: string) => options.onOutput?.(text))
  }
  return {
    send: (message) => {
      // A child that died in this moment is reported by its exit; the failed write adds nothing.
      if (child.connected) child.send(toSerializable(message), () => undefined)
    },
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => {
      child.on('exit', (code) => listener(code))
      child.on('error', () => {
        if (child.exitCode === null && child.pid === undefined) listener(1)
      })
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

function toSerializable(message: unknown): object {
  return typeof message === 'object' && message !== null ? message : { message }
}
