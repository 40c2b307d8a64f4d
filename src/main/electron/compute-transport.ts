import { utilityProcess } from 'electron'
import type { ComputeTransport } from '../jobs/compute-client'
import { computeEnvironment } from '../jobs/compute-environment'
import { unpackedPath } from './unpacked-path'

/**
 * Starts the compute process as one of Electron's utility processes: outside the main process, so that it may
 * block, crash or be killed while the window lives on.
 *
 * @param entry path of the built `compute-process.js`
 */
export function spawnComputeProcess(entry: string): ComputeTransport {
  return spawnProcess(entry, 'Sweetspot compute')
}

/**
 * Starts a process that analyses ratings, in the same way.
 *
 * @param entry path of the built `findings-process.js`
 */
export function spawnFindingsProcess(entry: string): ComputeTransport {
  return spawnProcess(entry, 'Sweetspot findings')
}

function spawnProcess(entry: string, serviceName: string): ComputeTransport {
  const child = utilityProcess.fork(unpackedPath(entry), [], {
    serviceName,
    stdio: 'inherit',
    env: computeEnvironment(),
  })
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill(),
  }
}
