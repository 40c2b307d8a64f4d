import type { Parameter } from '../network'
import type { ForeignTensor } from './foreign-tensor'

/** A feature map that a dense layer reads as one row. */
export interface FlattenedMap {
  readonly height: number
  readonly width: number
  readonly channels: number
}

/**
 * Shape and order of a parameter in PyTorch: convolutions `[out, in, height, width]`, depthwise ones
 * `[in · multiplier, 1, height, width]`, dense layers `[out, in]`, where the inputs of a flattened map run over
 * channel, height, width (ours: height, width, channel).
 */
export function torchLayout(
  { kind, variable }: Parameter,
  flattened?: FlattenedMap,
): Pick<ForeignTensor, 'shape' | 'layout'> {
  const { shape } = variable
  switch (kind) {
    case 'conv-kernel':
      return reordered(shape, [3, 2, 0, 1])
    case 'depthwise-kernel': {
      const [height, width, inputs, multiplier] = shape as [number, number, number, number]
      const layout = { axes: shape, order: [2, 3, 0, 1] }
      return { shape: [inputs * multiplier, 1, height, width], layout }
    }
    case 'dense-kernel': {
      if (!flattened) return reordered(shape, [1, 0])
      const { height, width, channels } = flattened
      const [inputs, outputs] = shape as [number, number]
      const layout = { axes: [height, width, channels, outputs], order: [3, 2, 0, 1] }
      return { shape: [outputs, inputs], layout }
    }
    case 'conv-bias':
    case 'dense-bias':
    case 'norm':
      return { shape }
  }
}

function reordered(
  axes: readonly number[],
  order: readonly number[],
): Pick<ForeignTensor, 'shape' | 'layout'> {
  return { shape: order.map((axis) => axes[axis]!), layout: { axes, order } }
}
