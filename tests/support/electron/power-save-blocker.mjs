import { state, strict } from './state.mjs'

let nextId = 0

export const powerSaveBlocker = strict('powerSaveBlocker', {
  start(type) {
    const id = nextId++
    state.blockers.set(id, type)
    return id
  },
  stop: (id) => state.blockers.delete(id),
  isStarted: (id) => state.blockers.has(id),
})
