import { defineConfig } from 'vitest/config'
import { limits } from './vitest.limits.mts'

/** `npm run torture:jobs`: kill -9 at 20 random moments of a training and pruning run, with a table of what came of it. */
export default defineConfig({
  test: {
    ...limits,
    include: ['tests/main/jobs/kill-and-resume.test.ts'],
    pool: 'forks',
    env: { SWEETSPOT_KILLS: '20' },
    disableConsoleIntercept: true,
  },
})
