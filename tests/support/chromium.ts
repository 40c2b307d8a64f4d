import { inflate } from '@sparticuz/chromium'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type LaunchOptions } from 'playwright-core'

const bin = fileURLToPath(new URL('../../bin/', import.meta.resolve('@sparticuz/chromium')))
const cache = join(import.meta.dirname, '../../node_modules/.cache/sweetspot-chromium')

/** No GPU, no network of its own; `--no-sandbox` because containers have no user namespaces. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Why no browser can be started here; null where one can. */
export const chromiumMissing =
  process.platform === 'linux' || process.env['CHROMIUM']
    ? null
    : 'the packed Chromium is for Linux: set CHROMIUM to the path of a Chromium or Chrome'

/**
 * Unpacks one archive of `@sparticuz/chromium` and gives the folder. Several test processes may ask at once: each
 * unpacks into a folder of its own and the first to finish moves it into place.
 */
async function unpacked(archive: string): Promise<string> {
  const folder = join(cache, basename(archive).replace(/\..*/, ''))
  if (existsSync(folder)) return folder
  mkdirSync(cache, { recursive: true })
  const temporary = mkdtempSync(join(cache, 'unpacking-'))
  const before = process.env['TMPDIR']
  process.env['TMPDIR'] = temporary // where the package unpacks to
  try {
    await inflate(join(bin, archive))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  try {
    renameSync(temporary, folder)
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

/**
 * Path of SwiftShader's Vulkan driver description. Put it into the environment variable VK_ICD_FILENAMES before
 * onnxruntime-node is loaded, and WebGPU runs without a graphics card. Linux on x64 only.
 */
export async function swiftshaderIcd(): Promise<string> {
  return join(await unpacked('swiftshader.tar.br'), 'vk_swiftshader_icd.json')
}

/** The package's own fontconfig file names folders of another system; without a font, Chromium draws no text. */
function fontconfig(folder: string): string {
  const file = join(cache, 'fonts.conf')
  const temporary = `${file}-${process.pid}`
  const text = `<?xml version="1.0"?><fontconfig><dir>${folder}</dir><cachedir>${folder}-cache</cachedir></fontconfig>`
  writeFileSync(temporary, text)
  renameSync(temporary, file)
  return file
}

/** How to start the Chromium named by $CHROMIUM, else the packed one. */
async function launchOptions(): Promise<LaunchOptions> {
  const chosen = process.env['CHROMIUM']
  if (chosen) return { executablePath: chosen, args: flags }
  // One after the other: they share the TMPDIR variable.
  const program = await unpacked('chromium.br')
  const fonts = await unpacked('fonts.tar.br')
  const libraries = await unpacked('al2023.tar.br')
  return {
    executablePath: join(program, 'chromium'),
    args: flags,
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(libraries, 'al2023/lib'),
      FONTCONFIG_FILE: fontconfig(join(fonts, 'fonts/fonts')),
    } as Record<string, string>,
  }
}

/** How long a page may take for what it is waited for: a limit for what never comes, on a slow machine too. */
const patienceMs = 60_000

/** Starts Chromium with nothing remembered. */
export async function launchChromium(): Promise<Browser> {
  const browser = await chromium.launch(await launchOptions())
  browser.on('context', (context) => context.setDefaultTimeout(patienceMs))
  return browser
}

/** Starts Chromium with what it remembers in a folder, as a person's browser does. */
export async function launchRememberingChromium(folder: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(folder, await launchOptions())
  context.setDefaultTimeout(patienceMs)
  return context
}
