import { openSafetensors } from '../../store/safetensors-reader'
import type { WeightSource } from './weight-source'

/** A safetensors file as a source of weights, with the header's texts. */
export interface SafetensorsSource extends WeightSource {
  readonly metadata: Readonly<Record<string, string>>
}

/** Opens a safetensors file. @throws StudioError `file/not-found`, `network/bad-weights` */
export async function openSafetensorsSource(path: string): Promise<SafetensorsSource> {
  const { fileName, entries, metadata, readFloat32, close } = await openSafetensors(path)
  const shapes = new Map(entries.map(({ name, shape }) => [name, shape]))
  return { fileName, shapes, metadata, read: readFloat32, close }
}
