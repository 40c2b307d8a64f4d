import type { Screen } from 'electron'
import type { ElectronApp } from './launch'

/** What the double's `screen` has besides Electron's. */
interface DoubleScreen extends Screen {
  _plugIn(): void
  _pullOut(id: number): void
}

/** Plugs another screen into the double's machine, at the right of the others. */
export function plugInScreen(app: ElectronApp): Promise<void> {
  return app.evaluate(({ screen }) => (screen as DoubleScreen)._plugIn(), null)
}

/** Pulls a screen out of the double's machine. @param displayId as the program lists it */
export function pullOutScreen(app: ElectronApp, displayId: string): Promise<void> {
  return app.evaluate(({ screen }, id) => (screen as DoubleScreen)._pullOut(Number(id)), displayId)
}
