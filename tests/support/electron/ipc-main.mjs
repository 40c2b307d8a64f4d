import { EventEmitter } from 'node:events'
import { state, strict } from './state.mjs'

const target = Object.assign(new EventEmitter(), {
  handle(channel, handler) {
    if (state.handlers.has(channel))
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    state.handlers.set(channel, handler)
  },
  removeHandler: (channel) => void state.handlers.delete(channel),
})

export const ipcMain = strict('ipcMain', target)
