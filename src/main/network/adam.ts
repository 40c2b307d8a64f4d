import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { maskVariables } from './mask-variables'
import type { Optimizer, OptimizerOptions } from './optimizer'

export const adamOptionsSchema = z.object({
  kind: z.literal('adam'),
  beta1: z.number().min(0).lt(1),
  beta2: z.number().min(0).lt(1),
  /** Added to the root of the second moment. */
  epsilon: z.number().positive(),
  /** L2 penalty, added to the gradient. */
  weightDecay: z.number().min(0),
})
export type AdamOptions = z.infer<typeof adamOptionsSchema>

/**
 * Adam (Kingma and Ba 2015) as `torch.optim.Adam` does it: g += weightDecay · w; m = β1·m + (1-β1)·g;
 * s = β2·s + (1-β2)·g²; w -= learningRate · (m / (1-β1ᵗ)) / (√(s / (1-β2ᵗ)) + ε). The powers βᵗ are variables,
 * because a program is recorded once and cannot count its runs. Masks as for SGD.
 * @throws StudioError `pruning/bad-request` for a mask that fits no parameter
 */
export function createAdam(options: AdamOptions, { parameters, masks }: OptimizerOptions): Optimizer {
  const { beta1, beta2, epsilon, weightDecay } = options
  const maskOf = maskVariables(parameters, masks)
  const slots = parameters.map(({ name, variable }) => ({
    name,
    variable,
    mask: maskOf.get(name),
    first: filled(variable.shape, 0),
    second: filled(variable.shape, 0),
  }))
  const power1 = filled([], 1)
  const power2 = filled([], 1)
  const state = [
    { name: 'beta1-power', variable: power1 },
    { name: 'beta2-power', variable: power2 },
    ...slots.flatMap(({ name, first, second }) => [
      { name: `first-moment/${name}`, variable: first },
      { name: `second-moment/${name}`, variable: second },
    ]),
  ]
  return {
    state,
    apply(gradients, learningRate) {
      const nextPower1 = tf.mul(power1, beta1)
      const nextPower2 = tf.mul(power2, beta2)
      for (const { name, variable, mask, first, second } of slots) {
        const raw = gradients.get(name)
        if (!raw) throw new Error(`no gradient for ${name}`)
        const decayed = weightDecay > 0 ? tf.add(raw, tf.mul(variable, weightDecay)) : raw
        const gradient = mask ? tf.mul(decayed, mask) : decayed
        const m = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1))
        const s = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2))
        const root = tf.sqrt(tf.div(s, tf.sub(1, nextPower2)))
        const step = tf.div(tf.div(m, tf.sub(1, nextPower1)), tf.add(root, epsilon))
        const updated = tf.sub(variable, tf.mul(step, learningRate))
        first.assign(m)
        second.assign(s)
        variable.assign(mask ? tf.mul(updated, mask) : updated)
      }
      power1.assign(nextPower1 as tf.Scalar)
      power2.assign(nextPower2 as tf.Scalar)
    },
    dispose() {
      for (const mask of maskOf.values()) mask.dispose()
      for (const { variable } of state) variable.dispose()
    },
  }
}

function filled(shape: number[], value: number): tf.Variable {
  const values = new Float32Array(tf.util.sizeFromShape(shape)).fill(value)
  return tf.tidy(() => tf.variable(tf.tensor(values, shape, 'float32'), false))
}
