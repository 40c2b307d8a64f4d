import { defineConfig } from 'vitest/config'
import { limits } from './vitest.limits.mts'

/** `npm run torture`: kill -9 of the host and of desks at random moments of 200 sessions, with a table of what came of it. */
export default defineConfig({
  test: {
    ...limits,
    include: ['tests/e2e/torture.test.ts'],
    pool: 'forks',
    env: { SWEETSPOT_TORTURE_ROUNDS: '40' },
    disableConsoleIntercept: true,
  },
})
