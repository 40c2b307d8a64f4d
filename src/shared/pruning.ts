import { z } from 'zod'

/** The rules that decide which weights go; what each does is in `main/pruning/criteria`. */
export const criterionKinds = ['local-magnitude', 'global-magnitude', 'random', 'filter-l1'] as const
export const criterionKindSchema = z.enum(criterionKinds)
export type CriterionKind = z.infer<typeof criterionKindSchema>

/**
 * Which layers a study prunes: convolutions only, as published, dense layers only, or both. Biases, normalisation and
 * depthwise convolutions are never pruned for themselves.
 */
export const pruningScopes = ['conv', 'dense', 'all'] as const
export const pruningScopeSchema = z.enum(pruningScopes)
export type PruningScope = z.infer<typeof pruningScopeSchema>

const count = z.number().int().nonnegative()
const bytes = z.number().int().nonnegative()
const milliseconds = z.number().nonnegative()

const sparsity = {
  parameters: count,
  nonZero: count,
  /** Parameters / non-zero ones; null where nothing is left. */
  compressionRate: z.number().positive().nullable(),
}
const operations = {
  /**
   * Multiply-accumulate operations for one image, in convolutions and dense layers; padding counts as data, biases and
   * normalisation do not count.
   */
  macs: count,
  /** Those with a weight that is not zero: what a device would do that skips zeros. */
  effectiveMacs: count,
}

/** What pruning left of a network: counts, not measurements. */
export const sparsityReportSchema = z.object({
  /** Every parameter, in the network's order. */
  layers: z.array(
    z.object({
      name: z.string(),
      shape: z.array(count),
      /** Whether it is one of the layers that were pruned, and not one that lost weights because they were. */
      isPruned: z.boolean(),
      ...sparsity,
      ...operations,
    }),
  ),
  /** Over the layers that were pruned: the paper's CPR. All 0 and null for a network that is not pruned. */
  prunedLayers: z.object(sparsity),
  /** Over all parameters, biases included: compression as ShrinkBench (Blalock et al. 2020) defines it. */
  allParameters: z.object(sparsity),
  ...operations,
  /**
   * Bytes that a sparse format would take, an estimate: of each parameter the smaller of its values (4 bytes each) and
   * its non-zero values with one bit per weight to say where they are.
   */
  sparseBytesEstimate: bytes,
})
export type SparsityReport = z.infer<typeof sparsityReportSchema>

const fileSchema = z.object({
  name: z.string(),
  /** As it is stored: all weights, zeros included, and the masks at one bit a weight. */
  bytes,
  /** The same file packed by gzip, measured. */
  gzipBytes: bytes,
})

/** Everything that is known of the size and speed of a pruned model; `<model>-report.json`. */
export const pruningReportSchema = z.object({
  formatVersion: z.literal(1),
  model: z.string(),
  criterion: criterionKindSchema,
  scope: pruningScopeSchema,
  ...sparsityReportSchema.shape,
  file: fileSchema,
  /** Of a forward pass from host to host, the two networks in turn; zeros alone make no dense kernel faster. */
  latency: z.object({
    device: z.string(),
    /** Images in a forward pass. */
    batchSize: count,
    /** Passes of each network, after some to warm up, of which this is the median. */
    runs: count,
    medianMs: milliseconds,
    /** Null where nothing could be cut out. */
    shrunkMedianMs: milliseconds.nullable(),
  }),
  /** With silent channels cut out; or the reason why that is not so. */
  shrunk: z.union([
    z.object({
      /** By the name of the kernel that made them. */
      removedChannels: z.record(z.string(), count),
      parameters: count,
      macs: count,
      /** Null where it was not asked for as a file. */
      file: fileSchema.nullable(),
      /** Of the logits of the images measured: the largest distance from the masked network's, and the largest logit. */
      largestDifference: z.number().nonnegative(),
      largestLogit: z.number().nonnegative(),
    }),
    z.object({ reason: z.string() }),
  ]),
})
export type PruningReport = z.infer<typeof pruningReportSchema>
