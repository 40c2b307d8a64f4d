import * as tf from '@tensorflow/tfjs-core'
import { z } from 'zod'
import { maskVariables } from './mask-variables'
import type { Optimizer, OptimizerOptions } from './optimizer'
import { zeroVariable } from './variable-values'

export const sgdOptionsSchema = z.object({
  kind: z.literal('sgd'),
  /** Share of the last step's velocity that is kept, in [0, 1). */
  momentum: z.number().min(0).lt(1),
  /** L2 penalty, added to the gradient. Biases are decayed too, as in PyTorch. */
  weightDecay: z.number().min(0),
})
export type SgdOptions = z.infer<typeof sgdOptionsSchema>

/**
 * Stochastic gradient descent as `torch.optim.SGD` does it (dampening 0, no Nesterov):
 * g += weightDecay · w; v = momentum · v + g; w -= learningRate · v. With v = 0 at first, the first step has v = g.
 * After each step masked weights and their velocity are multiplied by the mask, so that neither decay nor velocity
 * revives a pruned weight.
 * @throws StudioError `pruning/bad-request` for a mask that fits no parameter
 */
export function createSgd(
  { momentum, weightDecay }: SgdOptions,
  { parameters, masks }: OptimizerOptions,
): Optimizer {
  const maskOf = maskVariables(parameters, masks)
  const slots = parameters.map((parameter) => ({
    parameter,
    mask: maskOf.get(parameter.name),
    velocity: momentum > 0 ? zeroVariable(parameter.variable.shape) : null,
  }))
  return {
    state: slots.flatMap(({ parameter, velocity }) =>
      velocity ? [{ name: `velocity/${parameter.name}`, variable: velocity }] : [],
    ),
    apply(gradients, learningRate) {
      for (const { parameter, mask, velocity } of slots) {
        const { name, variable } = parameter
        const gradient = gradients.get(name)
        if (!gradient) throw new Error(`no gradient for ${name}`)
        let step = weightDecay > 0 ? tf.add(gradient, tf.mul(variable, weightDecay)) : gradient
        if (velocity) {
          step = tf.add(tf.mul(velocity, momentum), step)
          velocity.assign(mask ? tf.mul(step, mask) : step)
        }
        const updated = tf.sub(variable, tf.mul(step, learningRate))
        variable.assign(mask ? tf.mul(updated, mask) : updated)
      }
    },
    dispose() {
      for (const mask of maskOf.values()) mask.dispose()
      for (const { velocity } of slots) velocity?.dispose()
    },
  }
}
