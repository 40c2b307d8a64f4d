import { BrowserWindow, type Display as Screen, type Session, type WebContents } from 'electron'
import type { DeskIncident } from '../../shared/desk-incidents'
import { isBlockedKey } from './blocked-keys'
import { reloadAfterCrash } from './crash-recovery'

export interface RaterWindowOptions {
  /** Path of the built preload script. */
  readonly preload: string
  /** The page to show. */
  readonly url: string
  /** Of this desk alone: its zoom and its unsent answers are its own. */
  readonly session: Session
  readonly screen: Screen
  readonly onIncident: (incident: DeskIncident) => void
}

/** A desk's window. */
export interface RaterWindow {
  readonly window: BrowserWindow
  /** Covers another screen, or the same one after it has changed. */
  cover(screen: Screen): void
  /** Closes it, which nothing else does but crashes that follow each other. */
  close(): void
}

/** The field of the rater's page, the same in both themes (seat.css), so that a new window does not flash. */
const grey = '#767676'

/** What a window that covers a screen has in common with others: it fills it, above everything else. */
function covering({ bounds }: Screen) {
  return {
    ...bounds,
    frame: false,
    kiosk: true,
    show: false,
    movable: false,
    minimizable: false,
    skipTaskbar: true,
    backgroundColor: grey,
  } as const
}

/** Opens a desk's window: in kiosk mode on its screen, without menu, zoom, shortcuts or developer tools. */
export function openRaterWindow(options: RaterWindowOptions): RaterWindow {
  const { preload, url, session, screen, onIncident } = options
  const window = new BrowserWindow({
    ...covering(screen),
    title: 'Sweetspot',
    webPreferences: {
      preload,
      session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: false,
      // it must go on measuring time when another window is over it
      backgroundThrottling: false,
    },
  })
  raise(window)
  let mayClose = false
  let isMoving = false
  window.on('close', (event) => {
    if (mayClose) return
    event.preventDefault()
    onIncident({ kind: 'close-refused' })
  })
  window.on('leave-full-screen', () => {
    if (mayClose || isMoving) return
    onIncident({ kind: 'left-kiosk' })
    window.setKiosk(true)
  })
  const close = () => {
    mayClose = true
    if (!window.isDestroyed()) window.close()
  }
  guardPage(window.webContents)
  reloadAfterCrash(window.webContents, {
    onCrash: (reason) => onIncident({ kind: 'page-crashed', reason }),
    onGivenUp: () => {
      onIncident({ kind: 'page-given-up' })
      close() // so that the studio shows that nobody can rate here
    },
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(url).catch((error: unknown) => {
    if (!mayClose && !window.isDestroyed()) throw error // else it was closed before its page was there
  })
  return {
    window,
    cover: (next) => {
      isMoving = true
      window.once('enter-full-screen', () => (isMoving = false))
      window.setKiosk(false)
      window.setBounds(next.bounds)
      window.setKiosk(true)
    },
    close,
  }
}

function guardPage(webContents: WebContents): void {
  webContents.on('before-input-event', (event, input) => {
    if (isBlockedKey(input)) event.preventDefault()
  })
  webContents.on('zoom-changed', () => webContents.setZoomLevel(0))
}

/** Covers a screen with nothing. It closes like any window: nobody rates there. */
export function openBlankWindow(screen: Screen): BrowserWindow {
  const window = new BrowserWindow({
    ...covering(screen),
    focusable: false,
    title: 'Sweetspot',
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, devTools: false },
  })
  raise(window)
  window.showInactive()
  return window
}

function raise(window: BrowserWindow): void {
  window.removeMenu()
  window.setAlwaysOnTop(true, 'screen-saver')
}
