import { strict } from './state.mjs'

const nobody = (name) => () => Promise.reject(new Error(`electron double: nobody answers dialog.${name}`))

/** Dialogs wait for a person; a spec puts its own function in the place of one, here as in real Electron. */
export const dialog = strict('dialog', {
  showOpenDialog: nobody('showOpenDialog'),
  showMessageBox: nobody('showMessageBox'),
})
