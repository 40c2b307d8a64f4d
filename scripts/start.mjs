// Opens Sweetspot: in its window where Electron's program is installed, else in the default browser. Builds it first where
// that was not done.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)

/** Where Electron's program lies in its folder. */
const program =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

/** Path of Electron's program, or null where npm installed the package without it. */
function findElectron() {
  const dist =
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(dirname(require.resolve('electron/package.json')), 'dist')
  const path = join(dist, program)
  return existsSync(path) ? path : null
}

function build() {
  const cli = join(dirname(require.resolve('electron-vite/package.json')), 'bin/electron-vite.js')
  const { status } = spawnSync(process.execPath, [cli, 'build', '--logLevel', 'error'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}

/** What is said where the window cannot be opened. */
function withoutElectron() {
  const { version } = require('electron/package.json')
  return `Sweetspot opens in your browser, because Electron's program is not on this machine.
For a window of its own, get it once with internet access: npx install-electron
Without: fetch electron-v${version}-${process.platform}-${process.arch}.zip elsewhere from
https://github.com/electron/electron/releases, unpack it, and set ELECTRON_OVERRIDE_DIST_PATH to its folder.
`
}

if (!existsSync(join(root, 'out/main/index.js'))) build()
const electron = findElectron()
if (electron === null) console.error(withoutElectron())
const [command, ...first] =
  electron === null ? [process.execPath, join(root, 'out/main/cli.js'), 'serve', '--open'] : [electron, root]
const child = spawn(command, [...first, ...process.argv.slice(2)], { stdio: 'inherit' })

// Ctrl-C reaches the child too, and it ends in its own time.
process.on('SIGINT', () => undefined)
child.on('exit', (code) => process.exit(code ?? 1))
