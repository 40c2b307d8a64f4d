import type { DeviceList } from '../../../shared/device'
import { toErrorPayload, type ErrorPayload } from '../../../shared/errors'
import { call } from '../bridge/call'

/** What the window knows of this machine's devices. A failed measurement keeps the last list on screen. */
export class DevicesState {
  list = $state.raw<DeviceList | null>(null)
  error = $state.raw<ErrorPayload | null>(null)
  /** When the running request began (milliseconds, as `performance.now`); null while none runs. */
  busySinceMs = $state<number | null>(null)

  /** @param refresh true measures again; false takes what is remembered for this machine, if there is any */
  async load(refresh: boolean): Promise<void> {
    if (this.busySinceMs !== null) return
    this.busySinceMs = performance.now()
    try {
      this.list = await call('devices.list', { refresh })
      this.error = null
    } catch (thrown) {
      this.error = toErrorPayload(thrown)
    } finally {
      this.busySinceMs = null
    }
  }
}
