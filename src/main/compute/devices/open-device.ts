import type { DeviceChoice } from '../../../shared/device'
import type { ComputeDevice } from '../program'
import { listDevices, openRuntime, type DeviceListOptions } from './list-devices'

export interface OpenDeviceOptions extends DeviceListOptions {
  /** Told in a sentence when another device is used than was asked for. */
  readonly onWarning: (message: string) => void
}

/**
 * Opens a device. `auto` is the fastest that passed its test; a device that did not pass is replaced by the CPU,
 * with a warning.
 */
export async function openDevice(
  choice: DeviceChoice,
  { onWarning, ...options }: OpenDeviceOptions,
): Promise<ComputeDevice> {
  if (choice === 'cpu') return openRuntime('cpu')
  const { devices, automatic } = await listDevices(options)
  const wanted = choice === 'auto' ? automatic : choice
  const device = devices.find(({ id }) => id === wanted)
  if (device?.status === 'ready') return openRuntime(wanted)
  const reason =
    device?.reason ?? `This system has no ${wanted}; it has ${devices.map(({ id }) => id).join(', ')}.`
  onWarning(`The device ${wanted} cannot be used: ${reason} The CPU is used instead.`)
  return openRuntime('cpu')
}
