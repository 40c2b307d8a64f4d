import { defineConfig } from 'vitest/config'

// Forked processes, not threads: ONNX Runtime's and SQLite's native addons do not support worker threads.
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
  },
})
