import { BrowserWindow, nativeTheme } from 'electron'
import { reloadAfterCrash } from './crash-recovery'

export interface MainWindowOptions {
  /** Path of the built preload script. */
  readonly preload: string
  /** The page to show. */
  readonly url: string
}

/** The page's background in both themes (tokens.css), so that a new window does not flash. */
const background = { light: '#f6f7f8', dark: '#14171a' } as const

/** Opens the studio's window: 1280×800 CSS pixels, sandboxed and isolated, shown when its page is ready. */
export function openMainWindow({ preload, url }: MainWindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Sweetspot',
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 600,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  reloadAfterCrash(window.webContents, {})
  window.once('ready-to-show', () => window.show())
  void window.loadURL(url)
  return window
}

/** Brings a window to the front. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.focus()
}
