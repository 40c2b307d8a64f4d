import { badFile } from '../store/safetensors-header'
import type { SafetensorsReader } from '../store/safetensors-reader'
import type { StreamedTensor } from '../store/safetensors-writer'
import { type NamedVariable, restoreValues } from './variable-values'

/** Variables that are stored under `<prefix><name>`. */
export interface StoredVariables {
  readonly prefix: string
  readonly variables: readonly NamedVariable[]
}

/** Variables as tensors to be written, each read from its device when its turn comes. */
export function streamVariables({ prefix, variables }: StoredVariables): StreamedTensor[] {
  return variables.map(({ name, variable }) => ({
    name: prefix + name,
    shape: variable.shape,
    dtype: 'F32',
    read: async () => (await variable.data()) as Float32Array,
  }))
}

/**
 * Gives variables their stored values, one array at a time and none before all are known to fit.
 * @throws StudioError `network/bad-weights` naming the tensor that is missing or of another shape
 */
export async function restoreVariables(
  reader: SafetensorsReader,
  groups: readonly StoredVariables[],
): Promise<void> {
  const stored = groups.flatMap(({ prefix, variables }) =>
    variables.map((each) => ({ each, name: prefix + each.name })),
  )
  for (const { each, name } of stored) {
    const [found, wanted] = [reader.entry(name).shape.join(), each.variable.shape.join()]
    if (found !== wanted)
      throw badFile(reader.fileName, `its tensor '${name}' is [${found}] instead of [${wanted}]`)
  }
  for (const { each, name } of stored) {
    restoreValues([each], new Map([[each.name, await reader.readFloat32(name)]]))
  }
}
