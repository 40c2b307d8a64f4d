import { resolve } from 'node:path'
import { defineConfig } from 'vite'

/** Two programs for Node: `run` is the bench, `case-process` is what it starts for each case. */
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
        'case-process': resolve(import.meta.dirname, 'case-process.ts'),
      },
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
    },
  },
})
