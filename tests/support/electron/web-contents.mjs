import { EventEmitter } from 'node:events'
import { ipcMain } from './ipc-main.mjs'
import { fromWeb } from './protocol.mjs'
import { cancellable, pack, state, unpack } from './state.mjs'

export class WebContents extends EventEmitter {
  _deliveries = Promise.resolve()
  _openHandler = () => ({ action: 'allow' })
  _isCrashed = false

  constructor(window) {
    super()
    this._window = window
    this.id = window.id
  }

  /** In order, and before the answer of the handler that sent it. */
  send(channel, ...args) {
    const message = pack(args)
    this._deliveries = this._deliveries
      .then(() => this._window._page)
      .then((page) => page.evaluate(([to, text]) => globalThis.__deliver(to, text), [channel, message]))
      .catch((error) => this.emit('send-failed', error))
  }

  setWindowOpenHandler(handler) {
    this._openHandler = handler
  }

  getURL() {
    return fromWeb(this._window._url)
  }

  setZoomLevel() {}

  reload() {
    void this._window._reload()
  }

  isDestroyed() {
    return this._window._isGone
  }

  isCrashed() {
    return this._isCrashed
  }

  /** Ends the page's own process, as a crash does. */
  forcefullyCrashRenderer() {
    void this._window._crash()
  }

  _crashed() {
    this._isCrashed = true
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 })
  }

  /** A key press as the system sends it: the app may keep it from the page. */
  async _press({ keyCode, modifiers = [] }) {
    const has = (name) => modifiers.includes(name)
    const key = keyCode.length === 1 ? keyCode.toLowerCase() : keyCode
    const event = cancellable()
    const held = { control: has('control'), meta: has('meta'), alt: has('alt'), shift: has('shift') }
    this.emit('before-input-event', event, { type: 'keyDown', key, ...held })
    if (event.defaultPrevented) return
    const names = ['control', 'meta', 'alt', 'shift']
      .filter(has)
      .map((name) => name[0].toUpperCase() + name.slice(1))
    await (await this._window._page).keyboard.press([...names, key].join('+'))
  }

  sendInputEvent(input) {
    if (input.type === 'keyDown') void this._press(input)
  }

  /** A message from the page's preload script. */
  async _receive(frame, { kind, channel, message }) {
    const args = unpack(message)
    if (kind === 'open') return this._openHandler({ url: args[0], disposition: 'foreground-tab' })
    const parent = frame.parentFrame()
    const senderFrame = { url: fromWeb(frame.url()), parent: parent && { url: fromWeb(parent.url()) } }
    const event = { sender: this, senderFrame }
    if (kind === 'send') return void ipcMain.emit(channel, event, ...args)
    return this._invoke(channel, event, args)
  }

  async _invoke(channel, event, args) {
    try {
      const handler = state.handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      const answer = pack(await handler(event, ...args))
      await this._deliveries
      return { answer }
    } catch (error) {
      return { error: `Error invoking remote method '${channel}': ${error}` }
    }
  }

  /** Whether the app lets a frame of the page go to a URL. */
  _mayNavigate(url, isMainFrame) {
    const event = cancellable({ url, isMainFrame })
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit('will-navigate', event, url)
    return !event.defaultPrevented
  }
}
