import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { compile } from '../../../../src/main/compute/compile'
import { kernelCases } from './cases'
import { Draw } from './draw'
import { describeKernels } from './kernel-suite'

describeKernels('cpu')

test('a padding for which tfjs miscounts the windows is refused', async () => {
  // Of a width of 7, padded by 1, windows of 3 in steps of 1 make 7; tfjs counts as along the height, 4.
  const program = compile('cpu', ({ x }) => ({ y: tf.maxPool(x as tf.Tensor4D, 3, [2, 1], 1, 'floor') }), {
    x: { shape: [1, 7, 7, 1] },
  })
  await expect(program).rejects.toThrow(/counts 4 windows along an axis that has room for more/)
})

test('cases are the same at every run', () => {
  for (const [name, make] of Object.entries(kernelCases)) {
    const values = () => make(new Draw(name)).map(({ inputs }) => inputs)
    expect(values(), name).toEqual(values())
  }
})
