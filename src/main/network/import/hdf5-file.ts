import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Dataset, File } from 'h5wasm'
import { StudioError } from '../../../shared/errors'

/** An open HDF5 file, as Keras writes its models. */
export interface Hdf5File {
  readonly fileName: string
  /** Shapes of all datasets by their paths, as `model_weights/conv1/conv1/kernel:0`. */
  readonly shapes: ReadonlyMap<string, readonly number[]>
  /** Texts of an attribute of a group, `''` being the root; null where there is no such group or attribute. */
  texts(group: string, attribute: string): readonly string[] | null
  /** @throws StudioError `network/bad-weights` for values that are no floating-point numbers, or a damaged file */
  readFloat32(path: string): Float32Array
  close(): void
}

/** Rows are read in slabs of about this many values: what HDF5 reads at once lies in its own memory too. */
const slabValues = 1 << 22

/**
 * Opens an HDF5 file with h5wasm, the HDF5 library of the HDF Group compiled by the National Institute of Standards
 * and Technology. The caller closes it.
 * @throws StudioError `file/not-found`, `network/bad-weights` for a file that is not HDF5
 */
export async function openHdf5(path: string): Promise<Hdf5File> {
  const fileName = basename(path)
  try {
    await access(path)
  } catch (cause) {
    throw new StudioError(
      'file/not-found',
      `The model file ${path} cannot be opened. Check its place and name.`,
      {
        cause,
      },
    )
  }
  // Only an ES module exists, and loading it takes a quarter of a second.
  const h5 = await import('h5wasm/node')
  const library = await h5.ready
  library.activate_throwing_error_handler()
  const orThrow = <T>(run: () => T): T => {
    try {
      return run()
    } catch (cause) {
      throw damaged(fileName, cause)
    }
  }
  const file: File = orThrow(() => new h5.File(path.replaceAll('\\', '/'), 'r'))
  try {
    const datasets = orThrow(() => collectDatasets(file, h5.Dataset))
    return {
      fileName,
      shapes: new Map([...datasets].map(([name, dataset]) => [name, dataset.shape ?? []])),
      texts: (group, attribute) => orThrow(() => readTexts(file, group, attribute)),
      readFloat32: (name) => readValues(datasets.get(name)!, `${fileName}, tensor '${name}'`, orThrow),
      close: () => void file.close(),
    }
  } catch (error) {
    file.close()
    throw error
  }
}

function collectDatasets(file: File, kind: typeof Dataset): ReadonlyMap<string, Dataset> {
  const datasets = new Map<string, Dataset>()
  for (const path of file.paths()) {
    const entity = file.get(path)
    if (entity instanceof kind) datasets.set(path, entity)
  }
  return datasets
}

function readTexts(file: File, group: string, attribute: string): readonly string[] | null {
  const entity = group === '' ? file : file.get(group)
  if (!entity || !('attrs' in entity)) return null
  const found = entity.attrs[attribute]
  if (!found) return null
  const value = found.json_value
  const list = Array.isArray(value) ? value : [value]
  return list.filter((text) => typeof text === 'string')
}

function readValues(dataset: Dataset, name: string, orThrow: <T>(run: () => T) => T): Float32Array {
  const shape = dataset.shape ?? []
  const values = new Float32Array(shape.reduce((product, edge) => product * edge, 1))
  const rowValues = values.length / (shape[0] ?? 1)
  const rows = Math.max(1, Math.floor(slabValues / rowValues))
  for (let row = 0; row < (shape[0] ?? 1); row += rows) {
    const slab = orThrow(() =>
      shape.length === 0 ? dataset.value : dataset.slice([[row, Math.min(shape[0]!, row + rows)]]),
    )
    if (slab instanceof Float32Array || slab instanceof Float64Array) values.set(slab, row * rowValues)
    else if (typeof slab === 'number') values[0] = slab
    else {
      throw new StudioError(
        'network/bad-weights',
        `${name} has the type ${JSON.stringify(dataset.dtype)}; float32 or float64 is needed. Save the model in float32.`,
      )
    }
  }
  return values
}

function damaged(fileName: string, cause: unknown): StudioError {
  return new StudioError(
    'network/bad-weights',
    `${fileName} cannot be read: it is damaged or not an HDF5 file. Copy or save it again.`,
    { cause },
  )
}
