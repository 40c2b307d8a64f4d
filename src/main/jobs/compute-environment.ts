import { availableParallelism } from 'node:os'

/**
 * Environment variables of the compute process; what the user has set stays. Images are decoded on libuv's threads, of
 * which there are four however many processors the machine has; downloads go through the proxy that the environment
 * names, which Node does only when it is asked to.
 */
export function computeEnvironment(): NodeJS.ProcessEnv {
  const threads = Math.max(4, availableParallelism())
  return { UV_THREADPOOL_SIZE: String(threads), NODE_USE_ENV_PROXY: '1', ...process.env }
}
