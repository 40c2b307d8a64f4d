import { compile } from '../src/main/compute/compile'
import type { ComputeDevice } from '../src/main/compute/program'
import { randomStream } from '../src/main/network/random'

/** One run of a case, as a user's job would do it: values go in and come out on the host. */
export type RunOnce = () => Promise<OwnTiming | undefined>

/** What a run measured itself, where it is a part of what had to be done for it. */
export interface OwnTiming {
  readonly durationMs: number
  /** Share of that time in which programs ran; the rest is waiting for images, and bookkeeping. */
  readonly busyFraction: number
}

/** Where every case runs. */
export const device: ComputeDevice = {
  name: 'CPU',
  compile: (program, inputs, options) => compile('cpu', program, inputs, options),
}

/** The same device, with the time that its programs run. */
export function busyDevice(): { readonly device: ComputeDevice; busyMs: number } {
  const clock = {
    busyMs: 0,
    device: {
      ...device,
      compile: async (...what: Parameters<ComputeDevice['compile']>) => {
        const program = await device.compile(...what)
        return {
          dispose: () => program.dispose(),
          run: async (inputs: Parameters<typeof program.run>[0]) => {
            const startedMs = performance.now()
            const output = await program.run(inputs)
            clock.busyMs += performance.now() - startedMs
            return output
          },
        }
      },
    },
  }
  return clock
}

/** Values in [0, 1), the same at each call. */
export function noise(length: number): Float32Array {
  const random = randomStream(1, 'noise')
  return Float32Array.from({ length }, () => random.nextUniform())
}
