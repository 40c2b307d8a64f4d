import { EventEmitter } from 'node:events'
import { strict } from './state.mjs'

const display = (id, x) => {
  const size = { width: 1280, height: 800 }
  return { id, label: `Screen ${id}`, bounds: { x, y: 0, ...size }, size, scaleFactor: 1 }
}

/** Two screens side by side; windows lie where they were put. `_displays` may be changed by a spec. */
const target = Object.assign(new EventEmitter(), {
  _displays: [],
  getAllDisplays: () => [...target._displays],
  getPrimaryDisplay: () => target._displays[0],
  getDisplayMatching: ({ x }) =>
    target._displays.find(({ bounds }) => x >= bounds.x && x < bounds.x + bounds.width) ??
    target._displays[0],
})

export const screen = strict('screen', target)

export function resetScreen() {
  target.removeAllListeners()
  target._displays = [display(1, 0), display(2, 1280)]
}
