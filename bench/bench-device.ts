import { compile } from '../src/main/compute/compile'
import type { ComputeDevice } from '../src/main/compute/program'
import { randomStream } from '../src/main/network/random'

/** One run of a case, as a user's job would do it: values go in and come out on the host. */
export type RunOnce = () => Promise<void>

/** Where every case runs. */
export const device: ComputeDevice = {
  name: 'CPU',
  compile: (program, inputs, options) => compile('cpu', program, inputs, options),
}

/** Values in [0, 1), the same at each call. */
export function noise(length: number): Float32Array {
  const random = randomStream(1, 'noise')
  return Float32Array.from({ length }, () => random.nextUniform())
}
