import { listDevices } from '../../compute/devices'
import type { JobRunner } from '../job-runner'

/** Lists, tests and measures this machine's devices. */
export const devicesRunner: JobRunner<'devices'> = ({ refresh }, { report }) => {
  report({ stage: 'Testing the devices', done: 0, total: null, unit: 'devices' })
  return listDevices({ refresh })
}
