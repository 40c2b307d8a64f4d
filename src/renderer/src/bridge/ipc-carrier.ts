import type { Bridge } from '../../../shared/api'
import type { Carrier } from './carrier'

/** Calls and events over Electron's bridge, which is always connected: page and program end together. */
export function createIpcCarrier(bridge: Bridge): Carrier {
  return {
    call: (procedure, input) => bridge.call(procedure, input),
    subscribe: (listener) => bridge.subscribe(listener),
    connection: () => ({ state: 'connected' }),
    watchConnection: () => () => undefined,
  }
}
