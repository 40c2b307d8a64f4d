import { app, BrowserWindow } from 'electron'
import { join } from 'node:path'
import { appUrl, registerAppScheme, serveAppScheme } from './electron/app-scheme'
import { spawnComputeProcess } from './electron/compute-transport'
import { serveApi } from './electron/ipc'
import { lockDown } from './electron/lock-down'
import { focusMainWindow, openMainWindow } from './electron/main-window'
import { setApplicationMenu } from './electron/menu'
import { createApi } from './jobs/api'
import { ComputeClient } from './jobs/compute-client'

function start(): void {
  const isDevelopment = !app.isPackaged
  const url = (isDevelopment && process.env['ELECTRON_RENDERER_URL']) || appUrl
  const compute = new ComputeClient(() => spawnComputeProcess(join(__dirname, 'compute-process.js')))
  const showWindow = () => openMainWindow({ preload: join(__dirname, '../preload/index.js'), url })

  serveAppScheme(join(__dirname, '../renderer'))
  lockDown(url)
  serveApi(createApi(compute), url)
  setApplicationMenu(process.platform, isDevelopment)
  showWindow()

  app.on('second-instance', focusMainWindow)
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) showWindow()
  })
  app.on('will-quit', () => compute.dispose())
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
