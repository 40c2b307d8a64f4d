import { svelte } from '@sveltejs/vite-plugin-svelte'
import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import { viteSingleFile } from 'vite-plugin-singlefile'

/** The page that reports are made from: one file with its code, styles and letters, into which the data are put. */
export default defineConfig({
  root: resolve(import.meta.dirname, 'src/renderer'),
  plugins: [svelte(), viteSingleFile()],
  build: {
    outDir: resolve(import.meta.dirname, 'out/report'),
    emptyOutDir: true,
    rolldownOptions: { input: resolve(import.meta.dirname, 'src/renderer/report.html') },
  },
})
