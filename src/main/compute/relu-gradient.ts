import {
  cast,
  type GradConfig,
  mul,
  registerGradient,
  Relu,
  step,
  type Tensor,
  unregisterGradient,
} from '@tensorflow/tfjs-core'

/**
 * The gradient of y = max(x, 0) from y: it passes where y > 0. tfjs' own looks at x, for which each layer's values from
 * before and from after the activation must be kept.
 */
const reluGradient: GradConfig = {
  kernelName: Relu,
  outputsToSave: [true],
  gradFunc: (dy, saved) => ({ x: () => mul(dy as Tensor, cast(step(saved[0]!), 'float32')) }),
}

/** Puts this gradient in the place of tfjs' own. */
export function registerReluGradient(): void {
  unregisterGradient(Relu)
  registerGradient(reluGradient)
}
