import * as tf from '@tensorflow/tfjs-core'
import { kernel, on, type CaseMaker } from '../case'
import { plainWindows, sampleWindows, type Pad, type Window } from '../windows'

type Tensor4 = tf.Tensor4D

/** The input, filter and window of one convolution. */
interface Convolution extends Window {
  readonly input: readonly [batch: number, height: number, width: number, channels: number]
  /** Output channels, or the multiplier of a depthwise convolution. */
  readonly out: number
}

const convolutions: readonly Convolution[] = sampleWindows.map((window, index) => ({
  ...window,
  input: [1 + (index % 2), 9, 7 + (index % 3), [1, 3, 4, 6][index % 4]!],
  out: 1 + (index % 3),
}))

const undilated = convolutions.slice(0, plainWindows.length)

function filterShape({ filter, input, out }: Convolution): [number, number, number, number] {
  return [filter[0], filter[1], input[3], out]
}

const attributesOf = ({ strides, pad, dilations }: Convolution): object => ({
  strides,
  pad,
  dilations,
  dataFormat: 'NHWC',
  dimRoundingMode: typeof pad === 'number' ? 'floor' : undefined,
})

function forward(depthwise: boolean): CaseMaker {
  const name = depthwise ? 'DepthwiseConv2dNative' : 'Conv2D'
  return (draw) =>
    convolutions.map((convolution) =>
      on([draw.floats(convolution.input), draw.floats(filterShape(convolution))], (x, filter) =>
        kernel(name, { x, filter }, attributesOf(convolution)),
      ),
    )
}

function outShape(convolution: Convolution, depthwise: boolean): number[] {
  const { input, strides, dilations, pad } = convolution
  const round = typeof pad === 'number' ? 'floor' : undefined
  return tf.backend_util.computeConv2DInfo(
    [...input],
    filterShape(convolution),
    [...strides],
    [...dilations],
    pad as Exclude<Pad, number>,
    round,
    depthwise,
  ).outShape
}

function backwardInput(depthwise: boolean): CaseMaker {
  const name = depthwise ? 'DepthwiseConv2dNativeBackpropInput' : 'Conv2DBackpropInput'
  return (draw) =>
    undilated.map((convolution) =>
      on(
        [draw.floats(outShape(convolution, depthwise)), draw.floats(filterShape(convolution))],
        (dy, filter) =>
          kernel(name, { dy, filter }, { ...attributesOf(convolution), inputShape: convolution.input }),
      ),
    )
}

function backwardFilter(depthwise: boolean): CaseMaker {
  const name = depthwise ? 'DepthwiseConv2dNativeBackpropFilter' : 'Conv2DBackpropFilter'
  return (draw) =>
    undilated.map((convolution) =>
      on([draw.floats(convolution.input), draw.floats(outShape(convolution, depthwise))], (x, dy) =>
        kernel(
          name,
          { x, dy },
          {
            ...attributesOf(convolution),
            filterShape: filterShape(convolution),
          },
        ),
      ),
    )
}

const activations = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu'] as const

function fused(depthwise: boolean): CaseMaker {
  const op = (depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d) as typeof tf.fused.conv2d
  return (draw) => {
    const convolve = (convolution: Convolution, activation: (typeof activations)[number] | 'prelu') => {
      const { input, strides, pad, dilations } = convolution
      const channels = outShape(convolution, depthwise)[3]!
      const operands = [draw.floats(input), draw.floats(filterShape(convolution)), draw.floats([channels])]
      const slopes = activation === 'prelu' ? [draw.floats([channels])] : []
      return on([...operands, ...slopes], (x, filter, bias, preluActivationWeights) =>
        op({
          x: x as Tensor4,
          filter: filter as Tensor4,
          strides: [...strides],
          pad,
          dilations: [...dilations],
          bias: bias!,
          activation,
          ...(preluActivationWeights ? { preluActivationWeights } : {}),
          leakyreluAlpha: 0.3,
          ...(typeof pad === 'number' ? { dimRoundingMode: 'floor' as const } : {}),
        }),
      )
    }
    return [
      ...convolutions.map((convolution, index) => convolve(convolution, activations[index % 6]!)),
      convolve(convolutions[0]!, 'prelu'),
    ]
  }
}

export const convolutionCases = {
  Conv2D: forward(false),
  FusedConv2D: fused(false),
  DepthwiseConv2dNative: forward(true),
  FusedDepthwiseConv2D: fused(true),
  Conv2DBackpropInput: backwardInput(false),
  Conv2DBackpropFilter: backwardFilter(false),
  DepthwiseConv2dNativeBackpropInput: backwardInput(true),
  DepthwiseConv2dNativeBackpropFilter: backwardFilter(true),
} satisfies Record<string, CaseMaker>
