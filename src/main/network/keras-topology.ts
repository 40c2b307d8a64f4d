import { z } from 'zod'
import { StudioError } from '../../shared/errors'

/** A layer of a Keras model. What a layer's configuration holds depends on its class. */
const layerSchema = z.looseObject({
  class_name: z.string(),
  config: z.looseObject({ name: z.string() }),
  /** One call per node; a call lists `[layer, node index, tensor index, arguments]` per input. */
  inbound_nodes: z.array(z.array(z.tuple([z.string(), z.number(), z.number()]).rest(z.unknown()))).optional(),
})
export type KerasLayer = z.infer<typeof layerSchema>

const endpointsSchema = z.array(z.tuple([z.string(), z.number(), z.number()]))

/** A model as Keras describes it in `model_config`: a graph, or a plain chain of layers. */
export const kerasTopologySchema = z.union([
  z.looseObject({
    class_name: z.enum(['Model', 'Functional']),
    config: z.looseObject({
      layers: z.array(layerSchema.extend({ name: z.string() })).min(2),
      input_layers: endpointsSchema.length(1),
      output_layers: endpointsSchema.length(1),
    }),
  }),
  z.looseObject({
    class_name: z.literal('Sequential'),
    config: z.looseObject({ layers: z.array(layerSchema).min(1) }),
  }),
])
export type KerasTopology = z.infer<typeof kerasTopologySchema>

/** @throws StudioError `network/bad-architecture` saying what of the description is missing or wrong */
export function parseKerasTopology(topology: unknown, file: string): KerasTopology {
  const parsed = kerasTopologySchema.safeParse(topology)
  if (parsed.success) return parsed.data
  throw new StudioError(
    'network/bad-architecture',
    `${file} does not describe a Keras model with one input and one output: ${z.prettifyError(parsed.error)}`,
  )
}

/**
 * The same model, but giving logits: a softmax at its end is taken off. Maps and the loss need what is before it.
 */
export function withoutSoftmax(topology: KerasTopology): KerasTopology {
  const copy = structuredClone(topology)
  for (const layer of tail(copy)) {
    if (layer.config['activation'] === 'softmax') layer.config['activation'] = 'linear'
    else if (layer.class_name === 'Softmax') {
      layer.class_name = 'Activation'
      layer.config = { name: layer.config.name, activation: 'linear' }
    }
    if (layer.class_name in weightedUnits) break
  }
  return copy
}

/** The name of the dense layer that `withNewHead` puts at the end. */
export const newHeadName = 'head'

/**
 * The same model with its last linear layer replaced by a dense one with `classCount` outputs and no softmax, as
 * fine-tuning on other classes needs it. A 1×1 convolution after a global pooling, as MobileNet has, is a linear
 * layer too; the weightless layers between the pooling and the output go with it.
 * @throws StudioError `network/bad-architecture` for a model that does not end so
 */
export function withNewHead(topology: KerasTopology, classCount: number): KerasTopology {
  const copy = structuredClone(topology)
  const chain = tail(copy)
  const linear = chain.findIndex((layer) => layer.class_name in weightedUnits)
  let last = linear + 1
  if (chain[linear]?.class_name === 'Conv2D') {
    while (chain[last] && transparent.has(chain[last]!.class_name)) last++
    if (!chain[last] || !flattening.has(chain[last]!.class_name)) throw noHead(chain)
  }
  const base = chain[last]
  if (linear < 0 || !base) throw noHead(chain)
  const removed = new Set(chain.slice(0, last))
  const kept = copy.config.layers.filter((layer) => !removed.has(layer))
  const head: KerasLayer = {
    class_name: 'Dense',
    config: { name: newHeadName, units: classCount, activation: 'linear', use_bias: true, trainable: true },
    inbound_nodes: [[[base.config.name, 0, 0, {}]]],
  }
  if (copy.class_name === 'Sequential')
    return { ...copy, config: { ...copy.config, layers: [...kept, head] } }
  return parseKerasTopology(
    {
      ...copy,
      config: {
        ...copy.config,
        layers: [...kept, { ...head, name: newHeadName }],
        output_layers: [[newHeadName, 0, 0]],
      },
    },
    'The model with its new head',
  )
}

/** Outputs of the model's last linear layer: its number of classes. Null where it does not end in one. */
export function outputCountOf(topology: KerasTopology): number | null {
  const layer = tail(topology).find((each) => each.class_name in weightedUnits)
  const count = layer && layer.config[weightedUnits[layer.class_name]!]
  return typeof count === 'number' ? count : null
}

/** The same model for images of another size. Only models that pool globally before their dense layers fit. */
export function withInputSize(topology: KerasTopology, sizePx: number): KerasTopology {
  const copy = structuredClone(topology)
  inputLayer(copy).config['batch_input_shape'] = [null, sizePx, sizePx, 3]
  return copy
}

/**
 * Edge length in pixels of the images that the model takes.
 * @throws StudioError `network/bad-architecture` if they are not square RGB images of a fixed size
 */
export function inputSizeOf(topology: KerasTopology): number {
  const shape = inputLayer(topology).config['batch_input_shape']
  const parsed = z.tuple([z.null(), z.int().positive(), z.int().positive(), z.literal(3)]).safeParse(shape)
  if (parsed.success && parsed.data[1] === parsed.data[2]) return parsed.data[1]
  throw new StudioError(
    'network/bad-architecture',
    `The model's input has the shape ${JSON.stringify(shape)}; square RGB images, as [null,224,224,3], are needed.`,
  )
}

/** What draws the first values of a layer's large weights where its description does not say. */
const drawnByDefault: Readonly<Record<string, readonly string[]>> = {
  Conv2D: ['kernel_initializer'],
  DepthwiseConv2D: ['depthwise_initializer'],
  SeparableConv2D: ['depthwise_initializer', 'pointwise_initializer'],
  Dense: ['kernel_initializer'],
}

/**
 * The same model with zeros for all first values: they are replaced anyway, and drawing them takes long.
 */
export function withoutInitialisers(topology: KerasTopology): KerasTopology {
  const copy = structuredClone(topology)
  for (const { class_name: kind, config } of copy.config.layers) {
    const described = Object.keys(config).filter((key) => key.endsWith('_initializer'))
    for (const key of [...described, ...(drawnByDefault[kind] ?? [])]) {
      config[key] = { class_name: 'Zeros', config: {} }
    }
  }
  return copy
}

/** Layers with weights that end a classifier, with the name of their number of outputs. */
const weightedUnits: Readonly<Record<string, string>> = { Dense: 'units', Conv2D: 'filters' }
/** Layers that change nothing about 1×1 maps in evaluation. */
const transparent = new Set(['Reshape', 'Dropout', 'Activation', 'Flatten'])
const flattening = new Set(['GlobalAveragePooling2D', 'GlobalMaxPooling2D', 'Flatten'])

function inputLayer(topology: KerasTopology): KerasLayer {
  const { layers } = topology.config
  if (topology.class_name === 'Sequential') return layers[0]!
  const [[name]] = topology.config.input_layers as [[string, number, number]]
  return layers.find((layer) => layer.config.name === name) ?? layers[0]!
}

/** The layers from the output backwards, as far as each has one input. */
function tail(topology: KerasTopology): KerasLayer[] {
  const { layers } = topology.config
  if (topology.class_name === 'Sequential') return [...layers].reverse()
  const byName = new Map(layers.map((layer) => [layer.config.name, layer]))
  const chain: KerasLayer[] = []
  const [[outputName]] = topology.config.output_layers as [[string, number, number]]
  let layer = byName.get(outputName)
  while (layer && !chain.includes(layer)) {
    chain.push(layer)
    const inputs: readonly (readonly [string, ...unknown[]])[] = layer.inbound_nodes?.[0] ?? []
    layer = inputs.length === 1 ? byName.get(inputs[0]![0]) : undefined
  }
  return chain
}

function noHead(chain: readonly KerasLayer[]): StudioError {
  const end = chain.slice(0, 5).map((layer) => `${layer.config.name} (${layer.class_name})`)
  return new StudioError(
    'network/bad-architecture',
    'The last layer cannot be replaced: the model must end in a dense layer, or in a 1×1 convolution after a global ' +
      `pooling. From the output backwards it has ${end.join(', ')}.`,
  )
}
