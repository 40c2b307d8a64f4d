import { defineConfig } from 'vitest/config'
import { limits } from './vitest.limits.mts'

/** `npm run screenshots`: makes the pictures of docs/screens anew. */
export default defineConfig({
  test: {
    ...limits,
    include: ['tests/screens/**/*.screens.ts'],
    pool: 'forks',
    fileParallelism: false,
  },
})
