/**
 * A stand-in for the `electron` module, for machines without its binary: the built main bundle runs in this Node
 * process, windows are pages of a real Chromium, utility processes are Node children. docs/desktop.md says what it
 * proves and what it cannot.
 */
import { app } from './app.mjs'
import { ipcMain } from './ipc-main.mjs'
import { nativeTheme, session } from './session.mjs'
import { resetScreen, screen } from './screen.mjs'
import { resetState, state } from './state.mjs'

export { BrowserWindow } from './browser-window.mjs'
export { dialog } from './dialog.mjs'
export { Menu } from './menu.mjs'
export { powerSaveBlocker } from './power-save-blocker.mjs'
export { protocol } from './protocol.mjs'
export { utilityProcess } from './utility-process.mjs'
export { app, ipcMain, nativeTheme, screen, session }

/** Forgets the last app, and gives the state of the next. */
export function reset(options) {
  resetState(options)
  resetScreen()
  for (const emitter of [app, ipcMain]) emitter.removeAllListeners()
  return state
}
