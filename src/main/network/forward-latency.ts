import type { Tensor4D } from '@tensorflow/tfjs-core'
import type { CompiledProgram, ComputeDevice } from '../compute/program'
import { median } from '../../shared/median'
import type { Network } from './network'

/** How long a network takes for an image, and what it says. */
export interface ForwardLatency {
  /** Milliseconds of a pass of one image, from host to host: the median over the images. */
  readonly medianMs: number
  /** `[images][classes]` */
  readonly logits: readonly Float32Array[]
}

const warmUpRuns = 3

/**
 * Measures forward passes of single images, with weights as constants. The networks take turns with each image, so
 * that a slow moment of the machine meets them all.
 * @param images each `[1, size, size, 3]` in [0, 1], at least one
 * @param now milliseconds of a clock that never goes back
 */
export async function forwardLatencies(
  device: ComputeDevice,
  networks: readonly Network[],
  images: readonly Float32Array[],
  now: () => number,
): Promise<readonly ForwardLatency[]> {
  const programs: CompiledProgram[] = []
  try {
    for (const network of networks) programs.push(await compileForward(device, network))
    const measured = programs.map(() => ({ durationsMs: [] as number[], logits: [] as Float32Array[] }))
    for (let run = 0; run < warmUpRuns; run++) {
      for (const program of programs) await program.run({ images: images[0]! })
    }
    for (const image of images) {
      for (const [index, program] of programs.entries()) {
        const startedMs = now()
        const { logits } = await program.run({ images: image })
        measured[index]!.durationsMs.push(now() - startedMs)
        measured[index]!.logits.push(Float32Array.from(logits!.data))
      }
    }
    return measured.map(({ durationsMs, logits }) => ({ medianMs: median(durationsMs)!, logits }))
  } finally {
    for (const program of programs) await program.dispose()
  }
}

function compileForward(device: ComputeDevice, network: Network): Promise<CompiledProgram> {
  const size = network.inputSizePx
  return device.compile(
    ({ images }) => ({ logits: network.forward(images as Tensor4D) }),
    { images: { shape: [1, size, size, 3] } },
    { freezeVariables: true },
  )
}
