import { existsSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { _electron, type Browser, type Page } from 'playwright-core'
import { launchChromium } from '../chromium'
import type { LaunchOptions, StudioApp } from '../studio-app'

type Electron = typeof import('electron')

/** A running Sweetspot: over real Electron, or over the double. */
export interface ElectronApp extends StudioApp {
  /** Runs a function with the `electron` module; it must not use anything from outside itself. */
  evaluate<Result, Argument>(
    body: (electron: Electron, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>
}

export interface ElectronOptions extends LaunchOptions {
  /** A development server that serves the page instead of the program. */
  readonly rendererUrl?: string
  /** Whether the double's screens can be touched. Default false. */
  readonly hasTouch?: boolean
}

interface DoubleState {
  readonly windows: readonly { readonly _page: Promise<Page> }[]
  onQuit: () => void
}
type Double = Electron & {
  reset(options: {
    browser: Browser
    root: string
    userData: string
    hasTouch?: boolean | undefined
  }): DoubleState
}

/** The project, or another folder with the same layout, such as an unpacked installer. */
export const root = process.env['APP_ROOT'] ?? join(import.meta.dirname, '../../..')

/** E2E_ELECTRON=1 or 0 decides; without it, real Electron is used where its binary is installed. */
export const usesRealElectron =
  process.env['E2E_ELECTRON'] === undefined
    ? existsSync(join(root, 'node_modules/electron/path.txt')) || 'ELECTRON_OVERRIDE_DIST_PATH' in process.env
    : process.env['E2E_ELECTRON'] === '1'

export async function launch(options: ElectronOptions): Promise<ElectronApp> {
  return usesRealElectron ? launchReal(options) : launchDouble(options)
}

/** Those of the compute processes among the app's processes. */
function computePids(electron: Electron): number[] {
  const processes = electron.app.getAppMetrics().filter(({ name }) => name === 'Sweetspot compute')
  return processes.map(({ pid }) => pid)
}

/** What the program takes from its environment. */
function environment({ cache, userData, rendererUrl = '' }: ElectronOptions) {
  return {
    SWEETSPOT_CACHE: cache,
    SWEETSPOT_SETTINGS: join(userData, 'settings'),
    ELECTRON_RENDERER_URL: rendererUrl,
  }
}

async function launchReal(options: ElectronOptions): Promise<ElectronApp> {
  const sandboxFlags = process.env['E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    cwd: root,
    args: ['.', `--user-data-dir=${options.userData}`, ...sandboxFlags],
    env: { ...process.env, ...environment(options) } as Record<string, string>,
  })
  await loaded(await app.firstWindow())
  return {
    pages: () => Promise.resolve(app.windows()),
    computePids: () => app.evaluate(computePids),
    // Playwright unwraps the type of arguments, which no generic one fits
    evaluate: (body, argument) => app.evaluate(body as never, argument as never),
    close: () => app.close(),
  }
}

/** Waits until a new window has left its blank page. */
function loaded(page: Page): Promise<void> {
  return page.waitForURL((url) => url.href !== 'about:blank', { waitUntil: 'domcontentloaded' })
}

// Natively, not by the test runner's own loader, which would make a second copy beside the one that `out` requires.
const require = createRequire(import.meta.url)
const doubleFile = join(import.meta.dirname, 'double.mjs')

function loadDouble(): Double {
  const out = pathToFileURL(join(root, 'out')).href
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' && context.parentURL?.startsWith(out)
        ? { url: pathToFileURL(doubleFile).href, format: 'module', shortCircuit: true }
        : next(specifier, context),
  })
  return require(doubleFile) as Double
}
let double: Double | undefined

async function launchDouble(options: ElectronOptions): Promise<ElectronApp> {
  double ??= loadDouble()
  const electron = double
  const browser = await launchChromium()
  const state = electron.reset({ browser, root, userData: options.userData, hasTouch: options.hasTouch })
  const quit = new Promise<void>((resolve) => (state.onQuit = resolve))
  Object.assign(process.env, environment(options))
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(join(root, 'out'))) Reflect.deleteProperty(require.cache, file)
  }
  require(join(root, 'out/main/index.js'))
  await electron.app.whenReady()
  await loaded(await state.windows[0]!._page)
  return {
    pages: () => Promise.all(state.windows.map((window) => window._page)),
    computePids: () => Promise.resolve(computePids(electron)),
    evaluate: async (body, argument) => body(electron, argument),
    async close() {
      electron.app.quit()
      await quit
      await browser.close()
    },
  }
}
