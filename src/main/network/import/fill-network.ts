import * as tf from '@tensorflow/tfjs-core'
import type { Network, Parameter } from '../network'
import { type ForeignTensor, fromForeign } from './foreign-tensor'
import { misfit, shown, type WeightSource } from './weight-source'

export interface FillRequest {
  readonly source: WeightSource
  /** What the network is, for messages, as `vgg16`. */
  readonly networkName: string
  /** Where the file has a parameter. */
  readonly tensorOf: (parameter: Parameter) => ForeignTensor
  /** Parameters that keep the values they have: a new head. */
  readonly isDrawn: (parameter: Pick<Parameter, 'name'>) => boolean
  /** Tensors of the file that the network may leave unused: counters, and the head that is replaced. */
  readonly isUnused: (name: string) => boolean
}

/**
 * Gives a network the weights of a file, after all names and shapes were compared.
 * @throws StudioError `network/bad-weights` naming the tensor that is missing, has another shape, or is too many
 */
export async function fillNetwork(network: Network, request: FillRequest): Promise<void> {
  const { source, isDrawn, tensorOf } = request
  const filled = [...network.parameters, ...(network.buffers ?? [])].filter((each) => !isDrawn(each))
  const pairs = filled.map((parameter) => ({ parameter, tensor: tensorOf(parameter) }))
  compare(
    pairs.map(({ tensor }) => tensor),
    request,
  )
  for (const { parameter, tensor } of pairs) {
    const values = fromForeign(await source.read(tensor.name), tensor)
    const { variable } = parameter
    tf.tidy(() => {
      variable.assign(tf.tensor(values, variable.shape, 'float32'))
    })
  }
}

function compare(tensors: readonly ForeignTensor[], { source, networkName, isUnused }: FillRequest): void {
  const faults = tensors.flatMap(({ name, shape }) => {
    const found = source.shapes.get(name)
    if (!found) return [`tensor '${name}' of shape ${shown(shape)} is missing`]
    if (found.join() === shape.join()) return []
    return [`tensor '${name}' has the shape ${shown(found)} instead of ${shown(shape)}`]
  })
  const wanted = new Set(tensors.map(({ name }) => name))
  for (const [name, shape] of source.shapes) {
    if (!wanted.has(name) && !isUnused(name)) {
      faults.push(`it has a tensor '${name}' of shape ${shown(shape)}, which ${networkName} does not`)
    }
  }
  const [first, ...others] = faults
  if (first === undefined) return
  const more = others.length === 0 ? '' : ` (and ${others.length} more like this)`
  throw misfit(source.fileName, networkName, first + more)
}
