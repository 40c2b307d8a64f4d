import { tensor, tidy, variable, type Variable } from '@tensorflow/tfjs-core'

/** A parameter's mask with the parameter's shape. */
export interface ShapedMask {
  readonly name: string
  readonly shape: readonly number[]
  /** `[product of shape]` of 0 and 1. */
  readonly mask: Uint8Array
}

/**
 * The masks as the training loop takes them: float32 variables of the parameters' shapes, 1 for in use and 0
 * for pruned, by parameter name. Not trainable. Whoever asks for them disposes them.
 */
export function createMaskVariables(masks: readonly ShapedMask[]): ReadonlyMap<string, Variable> {
  return new Map(
    masks.map(({ name, shape, mask }) => [
      name,
      tidy(() => variable(tensor(Float32Array.from(mask), [...shape], 'float32'), false)),
    ]),
  )
}
