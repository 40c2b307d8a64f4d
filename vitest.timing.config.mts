import { defineConfig } from 'vitest/config'
import { limits } from './vitest.limits.mts'

/**
 * `npm run bench:timing`: how far response times and the wait for the next stimulus are off, with injected keys. One
 * condition alone: `npm run bench:timing -- -t idle`.
 */
export default defineConfig({
  test: {
    ...limits,
    include: ['tests/timing/**/*.timing.ts'],
    pool: 'forks',
    fileParallelism: false,
    disableConsoleIntercept: true,
  },
})
