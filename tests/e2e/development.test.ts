import { svelte } from '@sveltejs/vite-plugin-svelte'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'vite'
import { expect, test } from 'vitest'
import { chromiumMissing } from '../support/chromium'
import { launch, usesRealElectron } from '../support/electron/launch'
import { callBridge } from './page-probes.mjs'

const why = usesRealElectron ? null : chromiumMissing
const renderer = join(import.meta.dirname, '../../src/renderer')

test.skipIf(why !== null)(
  `the page may come from Vite while developing ${why ?? ''}`.trim(),
  async ({ onTestFinished }) => {
    const folder = mkdtempSync(join(tmpdir(), 'sweetspot-dev-'))
    const server = await createServer({
      configFile: false,
      logLevel: 'error',
      root: renderer,
      cacheDir: join(folder, 'vite'),
      plugins: [svelte()],
      server: { host: '127.0.0.1', port: 0 },
    })
    await server.listen()
    const rendererUrl = server.resolvedUrls!.local[0]!
    const app = await launch({ userData: join(folder, 'user'), cache: join(folder, 'cache'), rendererUrl })
    onTestFinished(async () => {
      await app.close()
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    })

    const page = (await app.pages())[0]!
    await page.getByRole('heading', { name: 'Start with a study' }).waitFor()
    expect(page.url()).toBe(rendererUrl)
    expect(await page.evaluate(callBridge, { procedure: 'app.info' })).toMatchObject({ ok: true })
    await page.reload() // Vite asks for one when a module cannot be replaced
    await page.getByRole('heading', { name: 'Start with a study' }).waitFor()
  },
)
