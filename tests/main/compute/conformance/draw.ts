import type { TensorValue } from '../../../../src/main/compute/program'
import { randomStream, type RandomStream } from '../../../../src/main/network/random'

/** Seeded values for one kernel's cases: the same name gives the same values. */
export class Draw {
  private readonly stream: RandomStream

  constructor(name: string) {
    this.stream = randomStream(1, name)
  }

  /** In [0, 1). */
  private fraction(): number {
    return this.stream.nextUniform()
  }

  /** Uniform in [low, high). */
  floats(shape: readonly number[], low = -2, high = 2): TensorValue {
    const data = Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * this.fraction())
    return { shape, dtype: 'float32', data }
  }

  /** Of magnitude 0.3 to 2 and either sign: away from the kink at zero that many functions have. */
  signed(shape: readonly number[]): TensorValue {
    const data = Float32Array.from({ length: sizeOf(shape) }, () => {
      const magnitude = 0.3 + 1.7 * this.fraction()
      return this.fraction() < 0.5 ? -magnitude : magnitude
    })
    return { shape, dtype: 'float32', data }
  }

  /** Whole numbers times `spacing` around zero in random order, no two equal. */
  distinct(shape: readonly number[], spacing = 0.1): TensorValue {
    const size = sizeOf(shape)
    const data = Float32Array.from({ length: size }, (_, index) => (index - size / 2) * spacing)
    for (let index = size - 1; index > 0; index--) {
      const other = Math.floor(this.fraction() * (index + 1))
      ;[data[index], data[other]] = [data[other]!, data[index]!]
    }
    return { shape, dtype: 'float32', data }
  }

  /** Whole numbers as float32 in [low, high]: with few values, many ties. */
  wholeFloats(shape: readonly number[], low: number, high: number): TensorValue {
    return { shape, dtype: 'float32', data: Float32Array.from(this.ints(shape, low, high).data) }
  }

  /** Uniform in [low, high]. */
  ints(shape: readonly number[], low = -9, high = 9): TensorValue {
    const data = Int32Array.from({ length: sizeOf(shape) }, () =>
      Math.floor(low + (high - low + 1) * this.fraction()),
    )
    return { shape, dtype: 'int32', data }
  }

  bools(shape: readonly number[]): TensorValue {
    return { shape, dtype: 'bool', data: Uint8Array.from(this.ints(shape, 0, 1).data) }
  }
}

/** A float32 vector of these values. */
export function floatVector(...values: readonly number[]): TensorValue {
  return { shape: [values.length], dtype: 'float32', data: Float32Array.from(values) }
}

/** An int32 vector of these values. */
export function intVector(...values: readonly number[]): TensorValue {
  return { shape: [values.length], dtype: 'int32', data: Int32Array.from(values) }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1)
}
