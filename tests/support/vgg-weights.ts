import { writeSafetensors } from '../../src/main/store/safetensors-writer'
import { randomStream } from '../../src/main/network/random'

/** A tensor in the order of another program. */
export interface ForeignWeights {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** Channels of the 13 convolutions of the smallest VGG that can be told from its tensors. */
export const tinyWidths = [2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 6]
const positions = [0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28]
/** Images of 64 px leave a map of 2×2 positions. */
export const tinySizePx = 64
const edge = tinySizePx / 32

/**
 * Weights of a VGG-16 as torchvision saves them, with random values: convolutions `[out, in, height, width]`, dense
 * layers `[out, in]`, the first over channel, height, width.
 */
export function torchvisionVgg({ outputs = 4, widths = tinyWidths } = {}): Map<string, ForeignWeights> {
  const random = randomStream(1, 'vgg-weights')
  const tensors = new Map<string, ForeignWeights>()
  const add = (name: string, ...shape: number[]): void => {
    const data = Float32Array.from({ length: product(shape) }, () => random.nextUniform() - 0.5)
    tensors.set(name, { shape, data })
  }
  widths.forEach((width, index) => {
    add(`features.${positions[index]}.weight`, width, widths[index - 1] ?? 3, 3, 3)
    add(`features.${positions[index]}.bias`, width)
  })
  const dense = [widths.at(-1)! * edge ** 2, 8, 7, outputs]
  for (const layer of [0, 1, 2]) {
    add(`classifier.${layer * 3}.weight`, dense[layer + 1]!, dense[layer]!)
    add(`classifier.${layer * 3}.bias`, dense[layer + 1]!)
  }
  return tensors
}

/** The same weights as timm saves them: hidden dense layers are convolutions. */
export function timmVgg(tensors: ReadonlyMap<string, ForeignWeights>): Map<string, ForeignWeights> {
  const renamed = [...tensors].map(([name, { shape, data }]) => {
    const [outputs = 0, inputs = 0] = shape
    if (name === 'classifier.0.weight')
      return ['pre_logits.fc1.weight', [outputs, inputs / edge ** 2, edge, edge], data]
    if (name === 'classifier.3.weight') return ['pre_logits.fc2.weight', [outputs, inputs, 1, 1], data]
    const moved = name
      .replace('classifier.0', 'pre_logits.fc1')
      .replace('classifier.3', 'pre_logits.fc2')
      .replace('classifier.6', 'head.fc')
    return [moved, shape, data]
  }) as [string, readonly number[], Float32Array][]
  return new Map(renamed.map(([name, shape, data]) => [name, { shape, data }]))
}

/** The same weights as Keras orders them, by our names: `[height, width, in, out]`, `[in, out]`. */
export function kerasVgg(tensors: ReadonlyMap<string, ForeignWeights>): Map<string, ForeignWeights> {
  return new Map([...tensors].map(([name, tensor]) => [name, inKerasOrder(name, tensor)]))
}

function inKerasOrder(name: string, { shape, data }: ForeignWeights): ForeignWeights {
  const [outputs = 0, inputs = 0, height = 1, width = 1] = shape
  if (shape.length === 1) return { shape, data }
  const result = new Float32Array(data.length)
  if (shape.length === 4) {
    forEachIndex([outputs, inputs, height, width], ([o, i, y, x], from) => {
      result[((y! * width + x!) * inputs + i!) * outputs + o!] = data[from]!
    })
    return { shape: [height, width, inputs, outputs], data: result }
  }
  const isFirst = name === 'classifier.0.weight'
  const channels = isFirst ? inputs / edge ** 2 : inputs
  const positionsOf = isFirst ? edge ** 2 : 1
  forEachIndex([outputs, channels, positionsOf], ([o, c, p], from) => {
    result[(p! * channels + c!) * outputs + o!] = data[from]!
  })
  return { shape: [inputs, outputs], data: result }
}

function forEachIndex(
  shape: readonly number[],
  visit: (index: readonly number[], flat: number) => void,
): void {
  for (let flat = 0; flat < product(shape); flat++) {
    const index = shape.map((size, axis) => Math.floor(flat / product(shape.slice(axis + 1))) % size)
    visit(index, flat)
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((before, size) => before * size, 1)
}

/** Writes tensors as a safetensors file, as torch and timm would. */
export function writeWeights(path: string, tensors: ReadonlyMap<string, ForeignWeights>): Promise<void> {
  return writeSafetensors(
    path,
    [...tensors].map(([name, tensor]) => ({ name, ...tensor })),
    { format: 'pt' },
  )
}
