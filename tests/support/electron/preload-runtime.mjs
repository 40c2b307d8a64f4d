/**
 * Runs in the page, as text: gives a preload script the part of `electron` that a sandboxed one may require.
 * It shares the page's world, so it does not prove context isolation.
 */
export function preloadRuntime(devalue, preload) {
  const ipc = window.__ipc
  const listeners = new Map()
  const pack = (value) => devalue.stringify(structuredClone(value))

  window.__deliver = (channel, message) => {
    const args = devalue.parse(message)
    for (const listener of [...(listeners.get(channel) ?? [])]) listener({ sender: ipcRenderer }, ...args)
  }
  window.open = (url) => {
    void ipc({ kind: 'open', channel: '', message: pack([String(new URL(url, location.href))]) })
    return null
  }

  const ipcRenderer = {
    async invoke(channel, ...args) {
      const reply = await ipc({ kind: 'invoke', channel, message: pack(args) })
      if (reply.error) throw new Error(reply.error)
      return devalue.parse(reply.answer)
    },
    send(channel, ...args) {
      void ipc({ kind: 'send', channel, message: pack(args) })
    },
    on(channel, listener) {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
      return this
    },
    off(channel, listener) {
      const kept = (listeners.get(channel) ?? []).filter((each) => each !== listener)
      listeners.set(channel, kept)
      return this
    },
  }

  const freeze = (value) => {
    if (value !== null && typeof value === 'object') Object.values(value).forEach(freeze)
    return Object.freeze(value)
  }

  // Values cross by copy, functions by wrapper, class instances lose their methods: as contextBridge does.
  const cross = (value) => {
    if (typeof value === 'function') return (...args) => cross(value(...args.map(cross)))
    if (value instanceof Promise) return value.then(cross)
    if (Array.isArray(value)) return value.map(cross)
    if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cross(each)]))
    }
    return structuredClone(value)
  }

  const contextBridge = {
    exposeInMainWorld: (key, api) =>
      Object.defineProperty(window, key, { value: freeze(cross(api)), enumerable: true }),
  }
  const require = (name) => {
    if (name === 'electron') return { contextBridge, ipcRenderer }
    throw new Error(`module not found: ${name} (a sandboxed preload script can require 'electron' only)`)
  }
  const module = { exports: {} }
  preload(require, module, module.exports, { contextIsolated: true, sandboxed: true, env: {}, versions: {} })
}
