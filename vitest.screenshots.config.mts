import { defineConfig } from 'vitest/config'

/** `npm run screenshots`: makes the pictures of docs/screens anew. */
export default defineConfig({
  test: {
    include: ['tests/screens/**/*.screens.ts'],
    pool: 'forks',
    fileParallelism: false,
    hookTimeout: 60_000,
  },
})
