export { listDevices, type DeviceListOptions } from './list-devices'
export { openDevice, type OpenDeviceOptions } from './open-device'
