import type { ElectronApp } from './launch'

/** Answers "Quit" when the program asks whether running sessions and jobs may be interrupted. */
export function agreeToQuit(app: ElectronApp): Promise<void> {
  return app.evaluate(({ dialog }) => {
    dialog.showMessageBox = (() =>
      Promise.resolve({ response: 1, checkboxChecked: false })) as typeof dialog.showMessageBox
  }, null)
}
