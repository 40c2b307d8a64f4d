import { currentCarrier } from './carrier'
import type { Connection } from './connection'

/** The connection as components see it. Lives as long as the page. */
export class ConnectionState {
  current = $state.raw<Connection>({ state: 'connected' })

  constructor() {
    const carrier = currentCarrier()
    this.current = carrier.connection()
    carrier.watchConnection((connection) => (this.current = connection))
  }
}
