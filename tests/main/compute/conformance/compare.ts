import { expect } from 'vitest'
import type { TensorValue } from '../../../../src/main/compute/program'
import type { Tolerance } from './case'

/**
 * Checks shape, type and values. NaN must meet NaN, an infinity the same infinity; integers and bools must be equal.
 */
export function expectClose(
  actual: TensorValue,
  expected: TensorValue,
  { absolute, relative }: Tolerance,
  label: string,
): void {
  expect({ shape: [...actual.shape], dtype: actual.dtype }, label).toEqual({
    shape: [...expected.shape],
    dtype: expected.dtype,
  })
  const wrong = Array.from(expected.data, (want, index) => ({
    index,
    want,
    got: actual.data[index]!,
  })).filter(({ want, got }) => {
    if (Object.is(want, got) || want === got) return false
    return !(expected.dtype === 'float32' && Math.abs(got - want) <= absolute + relative * Math.abs(want))
  })
  expect(wrong.slice(0, 4), `${label}: ${wrong.length} of ${expected.data.length} values`).toEqual([])
}
