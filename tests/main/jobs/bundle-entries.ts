import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'vite'

/** Entry files built as the application builds them, so that tests start the real processes. */
export interface Bundle {
  /** Path of the built file of an entry. */
  path(name: string): string
  remove(): Promise<void>
}

/**
 * Builds entries of this repository into a folder below it, where their packages are found.
 * @param entries name of the built file without `.js`, and its source relative to the repository's root
 */
export async function bundleEntries(entries: Readonly<Record<string, string>>): Promise<Bundle> {
  const folder = mkdtempSync(join(process.cwd(), 'node_modules', '.sweetspot-test-'))
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: true,
      target: 'node24',
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { input: { ...entries }, output: { format: 'cjs', entryFileNames: '[name].js' } },
    },
  })
  return {
    path: (name) => join(folder, `${name}.js`),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  }
}
