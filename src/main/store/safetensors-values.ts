import type { SafetensorsType } from './safetensors-header'

/**
 * Little-endian bytes of floating-point numbers as float32; null for a type that is none. Float32 comes back as a
 * view of the same buffer where its alignment allows.
 */
export function toFloat32(bytes: Uint8Array, dtype: SafetensorsType): Float32Array | null {
  switch (dtype) {
    case 'F32':
      return bytes.byteOffset % 4 === 0
        ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
        : new Float32Array(bytes.slice().buffer)
    case 'F64':
      return Float32Array.from(new Float64Array(bytes.slice().buffer))
    case 'F16':
      return Float32Array.from(new Uint16Array(bytes.slice().buffer), halfToNumber)
    case 'BF16': {
      // bfloat16 is the upper half of a float32.
      const bits = Uint32Array.from(new Uint16Array(bytes.slice().buffer), (half) => half << 16)
      return new Float32Array(bits.buffer)
    }
    default:
      return null
  }
}

/** IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN
  if (exponent === 0) return sign * fraction * 2 ** -24
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
