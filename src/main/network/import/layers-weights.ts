import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StudioError } from '../../../shared/errors'

const tensorSchema = z.looseObject({
  name: z.string().min(1),
  shape: z.array(z.int().min(0)),
  dtype: z.string(),
  quantization: z.unknown().optional(),
})
type TensorSpec = z.infer<typeof tensorSchema>

/** `weightsManifest` of a tfjs model: groups of tensors, each spread over files that belong together. */
export const weightsManifestSchema = z.array(
  z.looseObject({
    /** Plain names of files beside the model: no folders, so that a model cannot reach elsewhere. */
    paths: z
      .array(
        z
          .string()
          .regex(/^[^/\\]+$/)
          .refine((path) => path !== '..' && path !== '.'),
      )
      .min(1),
    weights: z.array(tensorSchema),
  }),
)
export type WeightsManifest = z.infer<typeof weightsManifestSchema>

/** A tensor of a weight file. */
export interface StoredWeights {
  readonly shape: readonly number[]
  readonly values: Float32Array
}

/**
 * Reads all weights of a tfjs model's folder, by name.
 * @throws StudioError `network/bad-weights` naming the tensor that a missing or short file leaves without values, or
 *   that has a type other than float32
 */
export async function readLayersWeights(
  folder: string,
  manifest: WeightsManifest,
): Promise<ReadonlyMap<string, StoredWeights>> {
  const stored = new Map<string, StoredWeights>()
  for (const { paths, weights } of manifest) {
    const bytes = await readShards(folder, paths, weights)
    let start = 0
    for (const spec of weights) {
      const { name, shape } = spec
      if (spec.dtype !== 'float32' || spec.quantization !== undefined) {
        throw badWeights(
          `tensor '${name}' is stored as ${spec.quantization ? 'quantised ' : ''}${spec.dtype}; float32 is needed`,
        )
      }
      if (stored.has(name)) throw badWeights(`tensor '${name}' is listed twice`)
      const count = shape.reduce((product, edge) => product * edge, 1)
      const end = start + count * 4
      if (end > bytes.length) {
        const has = Math.max(0, bytes.length - start)
        throw badWeights(
          `${paths.join(', ')} ends in tensor '${name}', whose shape [${shape.join(', ')}] needs ${count * 4} bytes and ` +
            `has ${has}`,
        )
      }
      stored.set(name, { shape, values: new Float32Array(bytes.slice(start, end).buffer) })
      start = end
    }
    if (start !== bytes.length) {
      const last = weights.at(-1)?.name ?? 'none'
      throw badWeights(
        `${paths.join(', ')} has ${bytes.length - start} bytes after its last tensor, '${last}'`,
      )
    }
  }
  return stored
}

/** The error for weights that do not fit their manifest; `what` is a clause about them. */
function badWeights(what: string): StudioError {
  return new StudioError(
    'network/bad-weights',
    `The model's weight files are damaged: ${what}. Copy or convert the model again.`,
  )
}

async function readShards(
  folder: string,
  paths: readonly string[],
  weights: readonly TensorSpec[],
): Promise<Uint8Array> {
  const parts: Buffer[] = []
  for (const path of paths) {
    try {
      parts.push(await readFile(join(folder, path)))
    } catch (cause) {
      const names = weights.map(({ name }) => `'${name}'`).join(', ')
      throw new StudioError(
        'network/bad-weights',
        `The weight file ${path} with ${names} cannot be read. Copy the whole folder of the model, then try again.`,
        { cause },
      )
    }
  }
  return new Uint8Array(Buffer.concat(parts))
}
