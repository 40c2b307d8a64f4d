import { svelte } from '@sveltejs/vite-plugin-svelte'
import { resolve } from 'node:path'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      sourcemap: true,
      rollupOptions: {
        input: {
          index: resolve('src/main/index.ts'),
          cli: resolve('src/main/cli.ts'),
          'compute-process': resolve('src/main/jobs/compute-process.ts'),
          'findings-process': resolve('src/main/jobs/findings/findings-process.ts'),
        },
      },
    },
  },
  // A sandboxed preload cannot require packages: what it uses is bundled.
  preload: { build: { externalizeDeps: false } },
  renderer: { plugins: [svelte()] },
})
