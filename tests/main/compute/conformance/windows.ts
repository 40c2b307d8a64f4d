import type { backend_util } from '@tensorflow/tfjs-core'

export type Pad = 'valid' | 'same' | number | backend_util.ExplicitPadding

/** Size, steps and padding of a convolution's or a pooling's window. */
export interface Window {
  readonly filter: readonly [height: number, width: number]
  readonly strides: readonly [number, number]
  readonly dilations: readonly [number, number]
  readonly pad: Pad
}

const explicit = (top: number, bottom: number, left: number, right: number): backend_util.ExplicitPadding => [
  [0, 0],
  [top, bottom],
  [left, right],
  [0, 0],
]

function window(filter: Window['filter'], strides: Window['strides'], pad: Pad, dilation = 1): Window {
  return { filter, strides, pad, dilations: [dilation, dilation] }
}

/** Windows without dilation: overlapping, tiling, with gaps, uneven; every kind of padding. */
export const plainWindows: readonly Window[] = [
  window([3, 3], [1, 1], 'same'),
  window([3, 3], [2, 2], 'same'),
  window([2, 2], [2, 2], 'valid'),
  window([2, 2], [2, 2], 'same'),
  window([3, 3], [3, 3], 'same'),
  window([1, 1], [1, 1], 'valid'),
  window([1, 1], [2, 3], 'valid'),
  window([2, 3], [1, 2], 'same'),
  window([3, 2], [3, 1], 'valid'),
  window([3, 3], [2, 2], 1),
  window([3, 3], [1, 2], explicit(1, 0, 0, 1)),
  window([2, 3], [3, 2], explicit(0, 1, 2, 1)),
]

/**
 * The same and dilated ones, which tfjs allows with strides of 1 only. It has no gradients of dilated convolutions.
 */
export const sampleWindows: readonly Window[] = [
  ...plainWindows,
  window([3, 3], [1, 1], 'same', 2),
  window([3, 2], [1, 1], 'valid', 2),
  window([2, 2], [1, 1], 'same', 3),
  window([3, 3], [1, 1], explicit(2, 1, 0, 3), 2),
]
