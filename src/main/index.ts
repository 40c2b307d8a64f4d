import { app, session, type BrowserWindow, type Session } from 'electron'
import { join } from 'node:path'
import { appUrl, registerAppScheme, serveAppScheme } from './electron/app-scheme'
import { spawnComputeProcess, spawnFindingsProcess } from './electron/compute-transport'
import { pickFolder } from './electron/folder-dialog'
import { serveWindows } from './electron/ipc'
import { lockDownPages, lockDownSession } from './electron/lock-down'
import { focusWindow, openMainWindow } from './electron/main-window'
import { setApplicationMenu } from './electron/menu'
import { guardQuit } from './electron/quit-guard'
import { RaterWindows } from './electron/rater-windows'
import { ComputeClient } from './jobs/compute-client'
import { createHost } from './station/host'
import { loadPageFiles } from './station/page-files'
import { settingsFolder } from './station/settings-folder'

const isDevelopment = !app.isPackaged
const url = (isDevelopment && process.env['ELECTRON_RENDERER_URL']) || appUrl
const preload = join(__dirname, '../preload/index.js')

function start(): void {
  const client = new ComputeClient(() => spawnComputeProcess(join(__dirname, 'compute-process.js')))
  const page = url === appUrl ? loadPageFiles(join(__dirname, '../renderer')) : new Map()
  let studio: BrowserWindow | null = null
  const prepare = (each: Session) => {
    serveAppScheme(each, page, host.artifacts)
    lockDownSession(each, url, each === session.defaultSession)
  }
  const desks = new RaterWindows({
    preload,
    url,
    studio: () => studio,
    prepare,
    admit: ({ webContents }, seatId) => windows.admit(webContents, { role: 'seat', seatId }),
    onIncident: (seatId, incident) => host.noteIncident(seatId, incident),
    onChange: () => host.displaysChanged(),
  })
  const host = createHost({
    client,
    spawnFindings: () => spawnFindingsProcess(join(__dirname, 'findings-process.js')),
    page,
    study: null,
    settingsFolder: settingsFolder(),
    folderDialog: pickFolder,
    localDesk: desks,
    onDeskTrouble: (text) => process.stderr.write(`${text}\n`),
  })
  const windows = serveWindows(host, url)
  const showStudio = () => {
    studio = openMainWindow({ preload, url })
    windows.admit(studio.webContents, { role: 'studio' })
    studio.on('close', (event) => {
      if (desks.seatIds().length === 0) return
      event.preventDefault() // a desk without its studio could not be closed from here
      app.quit()
    })
    studio.on('closed', () => (studio = null))
  }
  lockDownPages(url)
  prepare(session.defaultSession)
  setApplicationMenu(process.platform, isDevelopment)
  showStudio()

  app.on('second-instance', () => {
    // a screen on which somebody rates stays as it is
    const isCovered = desks.displays().some(({ hasStudio, seatId }) => hasStudio && seatId !== null)
    if (studio !== null && !isCovered) focusWindow(studio)
  })
  app.on('activate', () => {
    if (studio === null) showStudio()
  })
  const close = async () => {
    client.dispose()
    await host.close()
  }
  guardQuit({ studies: host.studies, desks, close, onIncident: host.noteIncident })
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
