import * as tf from '@tensorflow/tfjs-core'

/** A variable under the name by which its values are stored. */
export interface NamedVariable {
  readonly name: string
  readonly variable: tf.Variable
}

/** Values of variables by name, each in the order of its variable's shape. */
export type NamedValues = ReadonlyMap<string, Float32Array>

/** Copies of the variables' present values. */
export async function captureValues(variables: readonly NamedVariable[]): Promise<NamedValues> {
  const values = new Map<string, Float32Array>()
  for (const { name, variable } of variables) values.set(name, Float32Array.from(await variable.data()))
  return values
}

/** Gives variables the values captured under their names. Names without values are an error of the caller. */
export function restoreValues(variables: readonly NamedVariable[], values: NamedValues): void {
  for (const { name, variable } of variables) {
    const stored = values.get(name)
    if (stored?.length !== variable.size) throw new Error(`no ${variable.size} values for ${name}`)
    // A copy, because a device may write its updates into the array that the variable holds.
    setValues(variable, stored.slice())
  }
}

/** Gives a variable values in the order of its shape; the array is the variable's from now on. */
export function setValues(variable: tf.Variable, values: Float32Array): void {
  tf.tidy(() => {
    variable.assign(tf.tensor(values, variable.shape, 'float32'))
  })
}

/** A variable of zeros, not trained by itself; the caller disposes of it. */
export function zeroVariable(shape: readonly number[]): tf.Variable {
  return tf.tidy(() => {
    const values = new Float32Array(tf.util.sizeFromShape([...shape]))
    return tf.variable(tf.tensor(values, [...shape], 'float32'), false)
  })
}
