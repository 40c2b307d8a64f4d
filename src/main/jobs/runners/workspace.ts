import { version } from '../../../../package.json'
import type { DeviceChoice } from '../../../shared/device'
import { openDevice } from '../../compute/devices'
import { runtimeVersion } from '../../compute/ort'
import type { ComputeDevice } from '../../compute/program'
import type { DataSplits } from '../../dataset/image-set'
import type { JobContext } from '../job-runner'

/** What a job on images works with. */
export interface Workspace {
  readonly device: ComputeDevice
  readonly data: DataSplits
}

/** Opens the chosen device; that another one is used is shown to the user. */
export function openJobDevice(choice: DeviceChoice, context: JobContext): Promise<ComputeDevice> {
  context.report({ stage: 'Opening the device', done: 0, total: null, unit: 'devices' })
  return openDevice(choice, { onWarning: context.warn })
}

/** Versions that are stored with every model. */
export const versions: Readonly<Record<string, string>> = {
  sweetspot: version,
  onnxruntime: runtimeVersion,
  node: process.versions.node,
}

/** Seconds since `startedMs` of `performance.now()`. */
export function secondsSince(startedMs: number): number {
  return (performance.now() - startedMs) / 1000
}
