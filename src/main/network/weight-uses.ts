import type { Tensor4D } from '@tensorflow/tfjs-core'
import { studioBackend } from '../compute/studio-backend'
import { traceProgram } from '../compute/trace'
import type { Network } from './network'

/** The kernels of tfjs that multiply weights with data. */
const products: ReadonlySet<string> = new Set([
  'BatchMatMul',
  '_FusedMatMul',
  'Conv2D',
  'FusedConv2D',
  'DepthwiseConv2dNative',
  'FusedDepthwiseConv2D',
])

/**
 * How many products each single weight of a convolution or dense layer takes part in for one image, by the
 * parameter's name: the number of its layer's output positions, padding counted as data; 1 in a dense layer. A layer's
 * multiply-accumulate operations (MACs) are this times its number of weights, and those that are of any use are this
 * times the number of weights that are not zero.
 */
export function weightUses(network: Network): ReadonlyMap<string, number> {
  const size = network.inputSizePx
  const parameterOf = new Map(network.parameters.map((parameter) => [parameter.variable, parameter]))
  const uses = new Map<string, number>()
  traceProgram(
    studioBackend(),
    ({ images }) => ({ logits: network.forward(images as Tensor4D) }),
    { images: { shape: [1, size, size, 3] } },
    {
      freezeVariables: false,
      onKernel: ({ kernelName, variables, outputShape }) => {
        if (!products.has(kernelName)) return
        for (const { name, kind, variable } of variables.flatMap((each) => parameterOf.get(each) ?? [])) {
          if (!kind.endsWith('-kernel')) continue
          const positions = product(outputShape) / outputChannels(variable.shape, kind)
          uses.set(name, (uses.get(name) ?? 0) + positions)
        }
      },
    },
  )
  return uses
}

function outputChannels(shape: readonly number[], kind: string): number {
  return kind === 'depthwise-kernel' ? shape[2]! * shape[3]! : shape.at(-1)!
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, edge) => total * edge, 1)
}
