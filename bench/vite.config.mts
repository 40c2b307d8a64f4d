import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/**
 * Programs for Node: `run` is the bench, `case-process` what it starts for each case, `store`, `analysis` and
 * `event-loop` are benches of their own.
 */
export default defineConfig({
  ssr: { external: true },
  build: {
    ssr: true,
    outDir: 'out/bench',
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node20',
    rolldownOptions: {
      input: {
        run: resolve(import.meta.dirname, 'run.ts'),
        store: resolve(import.meta.dirname, 'store.ts'),
        analysis: resolve(import.meta.dirname, 'analysis.ts'),
        'first-chart': resolve(import.meta.dirname, 'first-chart.ts'),
        'event-loop': resolve(import.meta.dirname, 'event-loop.ts'),
        'case-process': resolve(import.meta.dirname, 'case-process.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
})
