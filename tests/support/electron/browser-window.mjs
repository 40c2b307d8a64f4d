import { EventEmitter } from 'node:events'
import { app } from './app.mjs'
import { translateAddresses } from './page-addresses.mjs'
import { preloadScript } from './preload-script.mjs'
import { fromWeb, toWeb } from './protocol.mjs'
import { session } from './session.mjs'
import { cancellable, state, strict } from './state.mjs'
import { WebContents } from './web-contents.mjs'

let nextId = 1

const pick = (object, keys) =>
  Object.fromEntries(keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key]]])))

/** A window is a Playwright page; it has a size, but no place on a screen, no focus and no frame. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows() {
    return state.windows.map((window) => window._public)
  }

  static fromWebContents(contents) {
    return contents._window._public
  }

  static getFocusedWindow() {
    return state.focused?._public ?? null
  }

  constructor(options = {}) {
    super()
    this.id = nextId++
    this._options = options
    this._url = 'about:blank'
    this._expected = null
    this._isVisible = options.show !== false
    this._isGone = false
    this._bounds = { x: 0, y: 0, width: 800, height: 600, ...pick(options, ['x', 'y', 'width', 'height']) }
    this._isKiosk = options.kiosk === true
    this._session = options.webPreferences?.session ?? session.defaultSession
    this.webContents = strict('webContents', new WebContents(this))
    this._public = strict('BrowserWindow', this)
    state.windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
    this._page = this._open()
    return this._public
  }

  async _open() {
    const {
      preload,
      sandbox = true,
      contextIsolation = true,
      nodeIntegration = false,
    } = this._options.webPreferences ?? {}
    if (!sandbox || !contextIsolation || nodeIntegration) {
      throw new Error('electron double: only sandboxed, isolated windows without Node')
    }
    const context = await this._session._browserContext()
    const page = await context.newPage()
    await page.setViewportSize(pick(this._bounds, ['width', 'height']))
    await page.route(/.*/, (route) => this._serve(route))
    await page.exposeBinding('__ipc', ({ frame }, message) => this.webContents._receive(frame, message))
    await page.addInitScript(translateAddresses, [...state.schemes])
    if (preload) await page.addInitScript({ content: await preloadScript(preload) })
    page.on('close', () => this._pageClosed(page))
    page.on('crash', () => this.webContents._crashed())
    page.on('popup', (popup) => popup.close())
    return page
  }

  /** What the page itself wants to navigate to goes through the app's own handlers first. */
  async _serve(route) {
    const request = route.request()
    if (request.isNavigationRequest() && request.url() !== this._expected) {
      const isMainFrame = request.frame().parentFrame() === null
      if (!this.webContents._mayNavigate(fromWeb(request.url()), isMainFrame)) return route.abort('aborted')
    }
    return this._session._serve(route)
  }

  async loadURL(url) {
    const page = await this._page
    this._url = this._expected = toWeb(url)
    await page.goto(this._url)
    this._expected = null
    this.webContents.emit('did-finish-load')
    this.emit('ready-to-show')
  }

  /** Playwright gives up a page whose process is gone. Electron starts another process in the same window. */
  async _reload() {
    const page = await this._page
    if (!this.webContents._isCrashed) return page.reload()
    this._page = this._open()
    await this.loadURL(this.webContents.getURL())
    this.webContents._isCrashed = false
    await page.close()
  }

  async _crash() {
    const page = await this._page
    const devTools = await page.context().newCDPSession(page)
    await devTools.send('Page.crash').catch(() => undefined) // nobody is left to answer
  }

  async _pageClosed(page) {
    if (page === (await this._page)) this._closed()
  }

  async _destroy() {
    await (await this._page).close()
    this._closed()
  }

  /** Closes it unless the app objects. @returns whether it did */
  async _close() {
    const event = cancellable()
    this.emit('close', event)
    if (event.defaultPrevented) return false
    await this._destroy()
    return true
  }

  _closed() {
    if (this._isGone) return
    this._isGone = true
    state.windows.splice(state.windows.indexOf(this), 1)
    if (state.focused === this) state.focused = null
    this.webContents.emit('destroyed')
    this.emit('closed')
    if (state.windows.length === 0 && !state.isQuitting) app.emit('window-all-closed')
  }

  close() {
    void this._close()
  }

  /** Without asking the app, as when the page's process is gone. */
  destroy() {
    void this._destroy()
  }

  isDestroyed() {
    return this._isGone
  }

  getBounds() {
    return { ...this._bounds }
  }

  setBounds(bounds) {
    Object.assign(this._bounds, bounds)
  }

  isKiosk() {
    return this._isKiosk
  }

  setKiosk(isKiosk) {
    this._isKiosk = isKiosk
  }

  setAlwaysOnTop() {}

  removeMenu() {}

  isVisible() {
    return this._isVisible
  }

  isMinimized() {
    return false
  }

  show() {
    this.showInactive()
    this.focus()
  }

  showInactive() {
    this._isVisible = true
    this.emit('show')
  }

  focus() {
    state.focused = this
    this.emit('focus')
  }

  restore() {
    this.emit('restore')
  }
}
