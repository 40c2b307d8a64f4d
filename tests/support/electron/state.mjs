import * as devalue from 'devalue'

/**
 * What the double holds of the running app; `reset` begins a new one.
 * browser: Playwright's; root: the project; userData: the app's folder; hasTouch: whether screens can be touched; windows, children: what is open.
 */
export const state = {}

export function resetState({ browser, root, userData, hasTouch = false }) {
  Object.assign(state, {
    browser,
    root,
    userData,
    hasTouch,
    windows: [],
    children: [],
    handlers: new Map(),
    schemes: new Set(),
    sessions: new Map(),
    blockers: new Map(),
    focused: null,
    menu: null,
    isQuitting: false,
    onQuit: () => undefined,
  })
}

const silent = new Set(['then', 'toJSON', 'constructor', 'prototype', '__esModule', 'default'])

/** A member that the double lacks throws, instead of passing as a silent no-op. */
export function strict(name, target) {
  return new Proxy(target, {
    get(object, key, self) {
      const known = key in object || typeof key === 'symbol' || silent.has(key) || key.startsWith('_')
      if (known) return Reflect.get(object, key, self)
      throw new Error(`electron double: ${name}.${key} is not implemented`)
    },
  })
}

/** A value as it crosses processes: what structured cloning refuses, such as a function, throws here too. */
export const pack = (value) => devalue.stringify(structuredClone(value))
export const unpack = (text) => devalue.parse(text)

export function cancellable(fields = {}) {
  return {
    ...fields,
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true
    },
  }
}
