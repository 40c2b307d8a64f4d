import type { File } from 'h5wasm'
import type { ForeignWeights } from './vgg-weights'

/** A tensor under the name that Keras gives it in its layer, as `conv1/kernel:0`. */
export type NamedWeights = readonly (readonly [string, ForeignWeights])[]

async function withFile(path: string, fill: (file: File) => void): Promise<void> {
  const h5 = await import('h5wasm/node')
  await h5.ready
  const file = new h5.File(path, 'w')
  fill(file)
  file.close()
}

/**
 * A file as Keras 1 and 2 write it: layers and their weights are listed in attributes. With a model's description it
 * is a whole model, else weights alone.
 */
export function writeKeras2(
  path: string,
  layers: ReadonlyMap<string, NamedWeights>,
  config?: string,
): Promise<void> {
  return withFile(path, (file) => {
    const prefix = config === undefined ? '' : 'model_weights/'
    if (config !== undefined) {
      file.create_attribute('model_config', config)
      file.create_group('model_weights')
      // What training leaves in a file beside the model.
      file.create_group('optimizer_weights')
      file.create_dataset({ name: 'optimizer_weights/iterations:0', data: Float32Array.of(3) })
    }
    const root = config === undefined ? file : file.get('model_weights')!
    if ('create_attribute' in root) root.create_attribute('layer_names', [...layers.keys()])
    for (const [layer, weights] of layers) {
      const group = file.create_group(prefix + layer)
      if (weights.length > 0) {
        group.create_attribute(
          'weight_names',
          weights.map(([name]) => name),
        )
      }
      for (const [name, { shape, data }] of weights) {
        const parts = name.split('/')
        for (let depth = 1; depth < parts.length; depth++) {
          const parent = `${prefix}${layer}/${parts.slice(0, depth).join('/')}`
          if (file.get(parent) === null) file.create_group(parent)
        }
        file.create_dataset({ name: `${prefix}${layer}/${name}`, data, shape: [...shape] })
      }
    }
  })
}

/** A `.weights.h5` file as Keras 3 writes it: groups by class, weights by number; early versions tell no names. */
export function writeKeras3Weights(
  path: string,
  groups: ReadonlyMap<string, readonly ForeignWeights[]>,
): Promise<void> {
  return withFile(path, (file) => {
    file.create_group('layers')
    for (const [group, weights] of groups) {
      file.create_group(`layers/${group}`)
      file.create_group(`layers/${group}/vars`)
      weights.forEach(({ shape, data }, index) =>
        file.create_dataset({ name: `layers/${group}/vars/${index}`, data, shape: [...shape] }),
      )
    }
  })
}
