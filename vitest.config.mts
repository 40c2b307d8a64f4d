import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { limits } from './vitest.limits.mts'

// Forked processes, not threads: ONNX Runtime's and SQLite's native addons do not support worker threads.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // never this user's own
    env: { SWEETSPOT_SETTINGS: join(import.meta.dirname, 'node_modules/.cache/sweetspot-test-settings') },
    maxWorkers: 2,
    // Browsers on a machine that is shared with others miss a moment now and then; what is broken fails twice.
    retry: process.env['CI'] ? 1 : 0,
    ...limits,
  },
})
