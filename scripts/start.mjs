// Opens Sweetspot's window with the Electron that npm installed; builds the program first where that was not done.
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

const electron = findElectron()
if (electron === null) {
  const { version } = require('electron/package.json')
  console.error(`Sweetspot's window needs Electron, and its program is not on this machine yet.

  Get it once, with internet access:   npx install-electron
  Then start Sweetspot again:          npm start

Without internet: fetch the archive electron-v${version}-${process.platform}-${process.arch}.zip elsewhere from
https://github.com/electron/electron/releases, unpack it here, set ELECTRON_OVERRIDE_DIST_PATH to its folder,
and start Sweetspot again.
The command line works without Electron:  npm run sweetspot -- --help`)
  process.exit(1)
}

if (!existsSync(join(root, 'out/main/index.js'))) build()
const child = spawn(electron, [root, ...process.argv.slice(2)], { stdio: 'inherit' })
child.on('exit', (code) => process.exit(code ?? 1))
