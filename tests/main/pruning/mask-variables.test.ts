import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { createMaskVariables } from '../../../src/main/pruning/mask-variables'

test('masks become float32 variables of the shape of their parameter, and leave nothing behind', async () => {
  await tf.setBackend('cpu')
  const before = tf.memory().numTensors
  const shaped = [{ name: 'features.0.weight', shape: [1, 1, 2, 2], mask: Uint8Array.of(1, 0, 0, 1) }]
  const variables = createMaskVariables(shaped)
  const again = createMaskVariables(shaped)
  const mask = variables.get('features.0.weight')!
  expect(mask.shape).toEqual([1, 1, 2, 2])
  expect(mask.dtype).toBe('float32')
  expect(mask.trainable).toBe(false)
  expect([...mask.dataSync()]).toEqual([1, 0, 0, 1])
  for (const created of [...variables.values(), ...again.values()]) created.dispose()
  expect(tf.memory().numTensors).toBe(before)
})
