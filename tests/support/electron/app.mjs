import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cancellable, state, strict } from './state.mjs'

const packageJson = () => JSON.parse(readFileSync(join(state.root, 'package.json'), 'utf8'))

const target = Object.assign(new EventEmitter(), {
  isPackaged: false,
  whenReady: () => Promise.resolve(),
  requestSingleInstanceLock: () => true,
  getAppPath: () => state.root,
  getName: () => packageJson().name,
  getVersion: () => packageJson().version,
  getPath(name) {
    const folder = name === 'userData' ? state.userData : join(state.userData, `_${name}`)
    mkdirSync(folder, { recursive: true })
    return folder
  },
  getAppMetrics: () => [
    { pid: process.pid, type: 'Browser' },
    ...state.children.map(({ pid, name }) => ({ pid, name, type: 'Utility' })),
  ],
  async quit() {
    if (state.isQuitting) return
    const event = cancellable()
    target.emit('before-quit', event)
    if (event.defaultPrevented) return
    state.isQuitting = true
    for (const window of [...state.windows]) {
      if (!(await window._close())) return void (state.isQuitting = false)
    }
    const end = cancellable()
    target.emit('will-quit', end)
    if (end.defaultPrevented) return void (state.isQuitting = false)
    target.emit('quit', end, 0)
    for (const child of [...state.children]) child.kill() // a utility process ends with its parent
    state.onQuit()
  },
})

export const app = strict('app', target)
