import { createRequire } from 'node:module'
import { StudioError } from '../../../shared/errors'
import type { ComputeDevice } from '../program'
import { eagerDevice } from './eager-device'

const packageName = '@tensorflow/tfjs-node-gpu'

/**
 * TensorFlow through tfjs-node-gpu, op by op, where that optional package is installed and loads.
 * @throws StudioError `compute/device-unavailable` with the reason
 */
export function openTensorflow(): ComputeDevice {
  const load = createRequire(import.meta.url)
  const utilities = load('node:util') as { isNullOrUndefined?: (value: unknown) => boolean }
  // tfjs-node 4.22 calls this function, which Node 23 removed.
  utilities.isNullOrUndefined ??= (value) => value === null || value === undefined
  try {
    load(packageName)
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]
    throw new StudioError(
      'compute/device-unavailable',
      `TensorFlow is not available: ${reason}. Install ${packageName} with CUDA 11.2 to use it; the other devices do not need it.`,
      { cause },
    )
  }
  return eagerDevice('TensorFlow', 'tensorflow')
}
