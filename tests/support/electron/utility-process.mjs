import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:os'
import { state, strict } from './state.mjs'

const { signals } = constants
const shim = new URL('utility-child.mjs', import.meta.url).href

/** A plain Node child that sees `process.parentPort`, as a utility process does, and no `process.send`. */
class UtilityProcess extends EventEmitter {
  constructor(entry, args, { serviceName = 'Node Utility Process', stdio = 'inherit', env = process.env }) {
    super()
    this.name = serviceName
    this._child = fork(entry, args, {
      env,
      execArgv: ['--import', shim],
      serialization: 'advanced',
      stdio: [stdio === 'inherit' ? 'ignore' : stdio, stdio, stdio, 'ipc'],
    })
    this._child.on('spawn', () => this.emit('spawn'))
    this._child.on('message', (message) => this.emit('message', message))
    this._child.on('exit', (code, signal) =>
      this._ended(code ?? (signal === null ? 1 : 128 + signals[signal])),
    )
    state.children.push(this)
  }

  get pid() {
    return this._child.pid
  }

  postMessage(message) {
    if (this._child.connected) this._child.send(structuredClone(message), () => undefined)
  }

  kill() {
    return this._child.kill()
  }

  _ended(code) {
    const index = state.children.indexOf(this)
    if (index >= 0) state.children.splice(index, 1)
    this.emit('exit', code)
  }
}

export const utilityProcess = strict('utilityProcess', {
  fork: (entry, args = [], options = {}) =>
    strict('UtilityProcess', new UtilityProcess(entry, args, options)),
})
