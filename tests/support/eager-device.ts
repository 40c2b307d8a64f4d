import '@tensorflow/tfjs-backend-cpu'
import { eagerDevice as eagerOn } from '../../src/main/compute/devices/eager-device'
import type { ComputeDevice } from '../../src/main/compute/program'

/** Runs programs step by step on tfjs' own `cpu` backend: slow, simple, and an oracle for the compiled ones. */
export function eagerDevice(): ComputeDevice {
  return eagerOn('tfjs cpu, eager', 'cpu')
}
