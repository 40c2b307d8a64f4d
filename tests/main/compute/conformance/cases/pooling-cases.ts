import * as tf from '@tensorflow/tfjs-core'
import { kernel, on, type CaseMaker } from '../case'
import { floatVector, type Draw } from '../draw'
import { plainWindows, type Pad, type Window } from '../windows'

type Shape4 = [number, number, number, number]

const shapes: readonly Shape4[] = [
  [1, 9, 7, 3],
  [2, 8, 8, 1],
  [2, 7, 9, 5],
]

const attributesOf = ({ filter, strides, pad }: Window): object => ({
  filterSize: filter,
  strides,
  pad,
  dimRoundingMode: typeof pad === 'number' ? 'floor' : undefined,
})

function pairs(windows: readonly Window[]): { window: Window; shape: Shape4 }[] {
  return windows.map((window, index) => ({ window, shape: shapes[index % shapes.length]! }))
}

function outShape(shape: Shape4, { filter, strides, pad }: Window): number[] {
  return tf.backend_util.computePool2DInfo(
    shape,
    [...filter],
    [...strides],
    1,
    pad as Exclude<Pad, number>,
    typeof pad === 'number' ? 'floor' : undefined,
  ).outShape
}

function forward(name: string): CaseMaker {
  return (draw) => [
    ...pairs(plainWindows).map(({ window, shape }) =>
      on([draw.floats(shape)], (x) => kernel(name, { x }, attributesOf(window))),
    ),
    on(
      [{ ...floatVector(1, -Infinity, -Infinity, Infinity), shape: [1, 2, 2, 1] }],
      (x) => kernel(name, { x }, attributesOf(plainWindows[3]!)),
      { nonFinite: true },
    ),
  ]
}

/** With few different values, so that most windows have ties. */
function maxBackward(draw: Draw): ReturnType<CaseMaker> {
  return pairs(plainWindows).map(({ window, shape }) =>
    on([draw.wholeFloats(shape, 0, 2), draw.floats(outShape(shape, window))], (input, dy) => {
      const output = kernel('MaxPool', { x: input! }, attributesOf(window))
      return kernel('MaxPoolGrad', { dy: dy!, input: input!, output }, attributesOf(window))
    }),
  )
}

/** Unpadded windows only: at the border tfjs divides by the whole window. The padded ones have gradient cases. */
function averageBackward(draw: Draw): ReturnType<CaseMaker> {
  return pairs(plainWindows.filter(({ pad }) => pad === 'valid')).map(({ window, shape }) =>
    on([draw.floats(shape), draw.floats(outShape(shape, window))], (input, dy) =>
      kernel('AvgPoolGrad', { dy: dy!, input: input! }, attributesOf(window)),
    ),
  )
}

const sizes: readonly [from: Shape4, to: [number, number]][] = [
  [
    [1, 3, 5, 2],
    [7, 4],
  ],
  [
    [2, 7, 4, 3],
    [3, 9],
  ],
  [
    [1, 5, 5, 1],
    [5, 5],
  ],
  [
    [1, 4, 6, 1],
    [1, 2],
  ],
  [
    [1, 1, 3, 2],
    [4, 1],
  ],
]

function resize(name: string): CaseMaker {
  const samplings = [
    [false, false],
    [true, false],
    [false, true],
  ] as const
  return (draw) =>
    samplings.flatMap(([alignCorners, halfPixelCenters]) =>
      sizes.map(([shape, size]) =>
        on([draw.floats(shape)], (images) =>
          kernel(name, { images: images! }, { size, alignCorners, halfPixelCenters }),
        ),
      ),
    )
}

/**
 * Without half-pixel centres, which tfjs' own gradients ignore: those have gradient cases. Reshaped, because the
 * shape that tfjs gives the gradient of a bilinear resize has width and height exchanged.
 */
function resizeBackward(name: string, cases = sizes): CaseMaker {
  return (draw) =>
    [false, true].flatMap((alignCorners) =>
      cases.map(([shape, [height, width]]) =>
        on([draw.floats(shape), draw.floats([shape[0], height, width, shape[3]])], (images, dy) =>
          tf.reshape(
            kernel(name, { images: images!, dy: dy! }, { alignCorners, halfPixelCenters: false }),
            shape,
          ),
        ),
      ),
    )
}

export const poolingCases = {
  MaxPool: forward('MaxPool'),
  MaxPoolGrad: maxBackward,
  AvgPool: forward('AvgPool'),
  AvgPoolGrad: averageBackward,
  ResizeBilinear: resize('ResizeBilinear'),
  ResizeBilinearGrad: resizeBackward('ResizeBilinearGrad'),
  ResizeNearestNeighbor: resize('ResizeNearestNeighbor'),
  // Batches of one, because tfjs reads the gradients of later images at the wrong place, and no axis of length 1,
  // where it never returns.
  ResizeNearestNeighborGrad: resizeBackward(
    'ResizeNearestNeighborGrad',
    sizes.filter(([[batch, height]]) => batch === 1 && height > 1),
  ),
} satisfies Record<string, CaseMaker>
