import { type Hdf5File, openHdf5 } from './hdf5-file'
import type { WeightSource } from './weight-source'

/** Weights in one of Keras' HDF5 files. */
export interface KerasWeights {
  /** Lists nothing but layers' weights: optimisers' states are left out. */
  readonly source: WeightSource
  /** Tensor names of each layer, in Keras' order: kernel, bias; gamma, beta, mean, variance. */
  readonly layers: ReadonlyMap<string, readonly string[]>
  /** The model's description as JSON; null in a file of weights alone. */
  readonly config: string | null
}

/** Where Keras 3, and Keras 2.12 to 2.15, put the layers of a `.weights.h5` file. */
const layerGroups = ['layers', '_layer_checkpoint_dependencies']

/**
 * Opens a whole model (`.h5` of Keras 1 to 3) or weights alone (`.h5` of Keras 1 and 2, `.weights.h5` of Keras 3).
 * Layers of a `.weights.h5` file bear their own names where it tells them (Keras 3.8 and later), else those of their
 * classes, as `conv2d_1`. The caller closes the source.
 * @throws StudioError `file/not-found`, `network/bad-weights`
 */
export async function openKerasWeights(path: string): Promise<KerasWeights> {
  const file = await openHdf5(path)
  const layers = namedLayers(file) ?? groupedLayers(file)
  const shapes = new Map(
    [...layers.values()].flat().flatMap((name) => {
      const shape = file.shapes.get(name)
      return shape ? [[name, shape] as const] : []
    }),
  )
  return {
    layers,
    config: file.texts('', 'model_config')?.[0] ?? null,
    source: {
      fileName: file.fileName,
      shapes,
      read: (name) => Promise.resolve(file.readFloat32(name)),
      close: () => Promise.resolve(file.close()),
    },
  }
}

/** Files that list their layers, and each layer its weights, in attributes. */
function namedLayers(file: Hdf5File): Map<string, readonly string[]> | null {
  for (const root of ['', 'model_weights']) {
    const names = longTexts(file, root, 'layer_names')
    if (!names) continue
    const inside = (path: string): string => (root === '' ? path : `${root}/${path}`)
    return new Map(
      names.map((layer) => {
        const weights = longTexts(file, inside(layer), 'weight_names') ?? []
        return [layer, weights.map((weight) => inside(`${layer}/${weight}`))]
      }),
    )
  }
  return null
}

/** A list of texts; Keras divides those that are too long for one attribute into `name0`, `name1`, ... */
function longTexts(file: Hdf5File, group: string, name: string): readonly string[] | null {
  const whole = file.texts(group, name)
  if (whole) return whole
  const parts: string[] = []
  for (let part = 0; ; part++) {
    const texts = file.texts(group, `${name}${part}`)
    if (!texts) return part === 0 ? null : parts
    parts.push(...texts)
  }
}

/** Files with a group per layer, in which weights are numbered. */
function groupedLayers(file: Hdf5File): Map<string, readonly string[]> {
  const layers = new Map<string, string[]>()
  for (const path of file.shapes.keys()) {
    const [, group, layer, number] = /^([^/]+)\/([^/]+)\/vars\/(\d+)$/.exec(path) ?? []
    if (group === undefined || !layerGroups.includes(group)) continue
    const [name] = file.texts(`${group}/${layer}/vars`, 'name') ?? [layer!]
    const weights = layers.get(name!) ?? []
    weights[Number(number)] = path
    layers.set(name!, weights)
  }
  return layers
}
