import { app, BrowserWindow } from 'electron'
import { join } from 'node:path'
import { appUrl, registerAppScheme, serveAppScheme } from './electron/app-scheme'
import { spawnComputeProcess, spawnFindingsProcess } from './electron/compute-transport'
import { pickFolder } from './electron/folder-dialog'
import { serveWindows } from './electron/ipc'
import { lockDown } from './electron/lock-down'
import { focusMainWindow, openMainWindow } from './electron/main-window'
import { setApplicationMenu } from './electron/menu'
import { ComputeClient } from './jobs/compute-client'
import { createHost } from './station/host'
import { loadPageFiles } from './station/page-files'
import { settingsFolder } from './station/settings-folder'

function start(): void {
  const isDevelopment = !app.isPackaged
  const url = (isDevelopment && process.env['ELECTRON_RENDERER_URL']) || appUrl
  const client = new ComputeClient(() => spawnComputeProcess(join(__dirname, 'compute-process.js')))
  const page = url === appUrl ? loadPageFiles(join(__dirname, '../renderer')) : new Map()
  const host = createHost({
    client,
    spawnFindings: () => spawnFindingsProcess(join(__dirname, 'findings-process.js')),
    page,
    study: null,
    settingsFolder: settingsFolder(),
    folderDialog: pickFolder,
  })

  serveAppScheme(page, host.artifacts)
  lockDown(url)
  const windows = serveWindows(host, url)
  const showWindow = () => {
    const window = openMainWindow({ preload: join(__dirname, '../preload/index.js'), url })
    windows.admit(window.webContents, { role: 'studio' })
  }
  setApplicationMenu(process.platform, isDevelopment)
  showWindow()

  app.on('second-instance', focusMainWindow)
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) showWindow()
  })
  app.on('will-quit', () => {
    client.dispose()
    void host.close()
  })
}

app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})

if (app.requestSingleInstanceLock()) {
  registerAppScheme()
  void app.whenReady().then(start)
} else {
  app.quit()
}
