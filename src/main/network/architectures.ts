import { z } from 'zod'
import { StudioError } from '../../shared/errors'
import type { Initialise } from './initialise'
import { buildLayersNetwork, layersModelSpecSchema } from './layers-network'
import type { Network } from './network'
import { resnetLayers, type ResnetSpec, resnetSpec, resnetSpecSchema } from './resnet'
import { buildVgg, type VggSpec, vggSpec, vggSpecSchema } from './vgg'

/**
 * What `--architecture` takes. `gap` means global average pooling instead of the hidden dense layers, `bn` batch
 * normalisation, `w8` an eighth of the published width everywhere.
 */
export const architectureIds = [
  'vgg16',
  'vgg16-w2',
  'vgg16-w4',
  'vgg16-w8',
  'vgg16-w16',
  'vgg16-gap',
  'vgg16-gap-w2',
  'vgg16-gap-w4',
  'vgg16-gap-w8',
  'vgg16-gap-w16',
  'vgg16-bn',
  'vgg16-bn-w4',
  'vgg16-bn-w8',
  'vgg16-bn-gap-w4',
  'vgg16-bn-gap-w8',
  'resnet18',
  'resnet18-w4',
  'resnet18-w8',
  'resnet34',
  'resnet50',
] as const
export const architectureIdSchema = z.enum(architectureIds)
export type ArchitectureId = z.infer<typeof architectureIdSchema>

/** Everything but classes and weights: what a network is rebuilt from. */
export const architectureSpecSchema = z.discriminatedUnion('kind', [
  vggSpecSchema,
  resnetSpecSchema,
  layersModelSpecSchema,
])
export type ArchitectureSpec = z.infer<typeof architectureSpecSchema>

const vgg =
  (head: VggSpec['head'], widthDivisor: number, batchNorm = false) =>
  (name: ArchitectureId, inputSizePx: number): ArchitectureSpec =>
    vggSpec({ name, head, widthDivisor, batchNorm }, inputSizePx)

const publishedResnetWidth = 64

const resnet =
  (block: ResnetSpec['block'], blocks: readonly number[], widthDivisor = 1) =>
  (name: ArchitectureId, inputSizePx: number): ArchitectureSpec =>
    resnetSpec({ name, block, blocks: [...blocks], width: publishedResnetWidth / widthDivisor }, inputSizePx)

/** One line per architecture. */
const architectures = {
  vgg16: vgg('dense', 1),
  'vgg16-w2': vgg('dense', 2),
  'vgg16-w4': vgg('dense', 4),
  'vgg16-w8': vgg('dense', 8),
  'vgg16-w16': vgg('dense', 16),
  'vgg16-gap': vgg('gap', 1),
  'vgg16-gap-w2': vgg('gap', 2),
  'vgg16-gap-w4': vgg('gap', 4),
  'vgg16-gap-w8': vgg('gap', 8),
  'vgg16-gap-w16': vgg('gap', 16),
  'vgg16-bn': vgg('dense', 1, true),
  'vgg16-bn-w4': vgg('dense', 4, true),
  'vgg16-bn-w8': vgg('dense', 8, true),
  'vgg16-bn-gap-w4': vgg('gap', 4, true),
  'vgg16-bn-gap-w8': vgg('gap', 8, true),
  resnet18: resnet('basic', [2, 2, 2, 2]),
  'resnet18-w4': resnet('basic', [2, 2, 2, 2], 4),
  'resnet18-w8': resnet('basic', [2, 2, 2, 2], 8),
  resnet34: resnet('basic', [3, 4, 6, 3]),
  resnet50: resnet('bottleneck', [3, 4, 6, 3]),
} as const satisfies Record<ArchitectureId, (name: ArchitectureId, inputSizePx: number) => ArchitectureSpec>

/**
 * The description of a registered architecture for square images of `inputSizePx`.
 * @throws StudioError `network/bad-architecture` for an unknown id or a size that the network cannot take
 */
export function architectureSpec(id: string, inputSizePx: number): ArchitectureSpec {
  const known = architectureIdSchema.safeParse(id)
  if (!known.success) {
    throw new StudioError(
      'network/bad-architecture',
      `There is no architecture '${id}'. Choose one of: ${architectureIds.join(', ')}.`,
    )
  }
  return architectures[known.data](known.data, inputSizePx)
}

export interface BuildOptions {
  /** Class names in label order. */
  readonly classes: readonly string[]
  /** First values: `heInitialiser(seed)` for a new network, the file's for a stored one. */
  readonly initialise: Initialise
}

/**
 * The network that a description stands for. The caller disposes of it.
 * @throws StudioError `network/bad-architecture`, and what `initialise` throws
 */
export async function buildNetwork(
  spec: ArchitectureSpec,
  { classes, initialise }: BuildOptions,
): Promise<Network> {
  if (classes.length < 2) {
    throw new StudioError(
      'network/bad-architecture',
      `A classifier needs at least two classes; ${classes.length} given.`,
    )
  }
  switch (spec.kind) {
    case 'vgg16':
      return buildVgg(spec, classes, initialise)
    case 'resnet':
      return buildLayersNetwork(resnetLayers(spec, classes.length), classes, initialise)
    case 'layers-model':
      return buildLayersNetwork(spec, classes, initialise)
  }
}
