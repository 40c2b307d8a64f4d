import { EventEmitter } from 'node:events'
import { strict } from './state.mjs'

const width = 1280

const display = (id) => {
  const size = { width, height: 800 }
  return { id, label: `Screen ${id}`, bounds: { x: (id - 1) * width, y: 0, ...size }, size, scaleFactor: 1 }
}

let displays = []

/** Two screens side by side at first; windows lie where they were put. Specs add and remove screens by `screens.ts`. */
const target = Object.assign(new EventEmitter(), {
  getAllDisplays: () => [...displays],
  getPrimaryDisplay: () => displays[0],
  getDisplayMatching: ({ x }) =>
    displays.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width) ?? displays[0],
  _plugIn() {
    const added = display(displays.at(-1).id + 1)
    displays = [...displays, added]
    target.emit('display-added', {}, added)
  },
  _pullOut(id) {
    const removed = displays.find((each) => each.id === id)
    displays = displays.filter((each) => each !== removed)
    target.emit('display-removed', {}, removed)
  },
})

export const screen = strict('screen', target)

export function resetScreen() {
  target.removeAllListeners()
  displays = [display(1), display(2)]
}
