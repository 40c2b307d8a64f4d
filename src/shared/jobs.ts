import { z } from 'zod'
import { activationSummarySchema } from './activations'
import { datasetJobRequests, datasetJobs } from './dataset-jobs'
import { deviceChoiceSchema, deviceListSchema } from './device'
import { explainedClassSchema, mapDrawingSchema, mapMethodKindSchema } from './maps'
import { evaluationSchema } from './evaluation'
import { indexResultSchema } from './index-job'
import { modelJobRequests, modelJobs } from './model-jobs'
import { criterionKindSchema, pruningReportSchema, pruningScopeSchema } from './pruning'
import { epochMetricsSchema } from './training-history'
import { networkSettingsSchema, trainingSchema } from './training-settings'

export {
  networkSettingsSchema,
  trainingSchema,
  type NetworkSettings,
  type TrainingSettings,
} from './training-settings'

/** Kinds of long work, each run in the compute process. */
export const jobKinds = [
  'devices',
  'import',
  'train',
  'prune',
  'evaluate',
  'maps',
  'export',
  'index',
  'unpack',
  'inspect',
  'download',
] as const
export type JobKind = (typeof jobKinds)[number]

/** The name of the built-in sample where a data folder is expected. */
export const builtInData = 'emojinette'

const count = z.number().int().positive()
const fraction = z.number().min(0).max(1)
const seed = z.number().int().min(0).max(0xffff_ffff)

/** `emojinette`, or the absolute path of a folder with one folder per class. */
const dataSource = z.string().min(1)

/**
 * An existing folder that the caller made for this job alone. Files are named relative to it in the result, so
 * that the caller can move them into place when all are written, and throw them away when the job fails.
 */
const workFolder = z.string().min(1)

/** What every job that computes on images takes. */
const common = {
  data: dataSource,
  /** Training images to make; for the built-in sample only. */
  images: count.max(1_000_000).optional(),
  device: deviceChoiceSchema,
  seed,
  folder: workFolder,
}

/** What a job takes that can go on after its process was stopped or killed. */
const resumable = {
  /**
   * Where it keeps what it needs to go on, and looks for what an earlier process kept there; made when it is missing.
   * Absent: it cannot go on. The caller removes it once the job's files are in their place.
   */
  checkpointFolder: z.string().min(1).optional(),
  /** Throws away what is kept there instead of going on from it. */
  restart: z.boolean().optional(),
}

export const devicesRequestSchema = z.object({
  kind: z.literal('devices'),
  /** Measure again instead of taking the remembered measurement. */
  refresh: z.boolean(),
})

export const trainRequestSchema = z.object({
  kind: z.literal('train'),
  ...common,
  ...resumable,
  /** A model file to go on from; architecture, size and network settings are then the model's. */
  from: z.string().min(1).optional(),
  architecture: z.string().min(1),
  sizePx: count.min(8).max(1024),
  network: networkSettingsSchema,
  training: trainingSchema,
  /** The model file's name, without its ending. */
  name: z.string().min(1),
})

export const pruneRequestSchema = z.object({
  kind: z.literal('prune'),
  ...common,
  ...resumable,
  model: z.string().min(1),
  /** Which weights go. Default: as published, `local-magnitude`. */
  criterion: criterionKindSchema.optional(),
  /** In which layers. Default: as published, `conv`. */
  scope: pruningScopeSchema.optional(),
  /** Compression rate of the layers in scope: weights before / non-zero weights after. */
  cpr: z.number().gt(1).max(1_000_000),
  /** Steps on the way, by equal factors, each with fine-tuning; absent means halving: 2, 4, 8, ... */
  steps: count.max(64).optional(),
  /** The compression rate after each step, rising up to `cpr`, instead of a number of steps. */
  rates: z.array(z.number().gt(1).max(1_000_000)).min(1).max(64).optional(),
  /** Keeps the model of every step, tested, and not only the last: a series as the published one. */
  keepAll: z.boolean().optional(),
  /** Writes a copy of each kept model without the channels that are zero for any image. */
  shrink: z.boolean().optional(),
  /** Counts, weighs and times each kept model. */
  report: z.boolean().optional(),
  training: trainingSchema,
  name: z.string().min(1),
})

export const mapsRequestSchema = z.object({
  kind: z.literal('maps'),
  ...common,
  models: z.array(z.string().min(1)).min(1).max(16),
  /** Images in all, or of each class with `perClass`. */
  count: count.max(100_000),
  perClass: z.boolean(),
  /** Draws only images that every model classifies correctly, as the published study's stimuli. */
  onlyCorrect: z.boolean().optional(),
  /** Scores the maps of all test images against the object, instead of only those that are written. */
  scoreAll: z.boolean().optional(),
  /** The layer to explain; absent means the architecture's own choice (VGG: the last max-pool). */
  layer: z.string().min(1).optional(),
  /** Default: Grad-CAM, as published. */
  method: mapMethodKindSchema.optional(),
  /** Default: the predicted class, as published. */
  explained: explainedClassSchema.optional(),
  /** Default: as published. */
  drawing: mapDrawingSchema.optional(),
  /** Counts the target layer's activations on all test images. */
  activations: z.boolean().optional(),
})

export const indexRequestSchema = z.object({
  kind: z.literal('index'),
  data: dataSource,
  images: common.images,
  folder: workFolder,
  /** Edge length at which the built-in sample is composed; files are only read. */
  sizePx: count.min(8).max(1024),
})

export const accuracySchema = evaluationSchema.omit({ perClass: true, confusion: true })
export type AccuracyReport = z.infer<typeof accuracySchema>

const skippedFileSchema = z.object({ path: z.string(), reason: z.string() })

const trained = {
  /** Relative to the job's folder. */
  modelFile: z.string(),
  architecture: z.string(),
  sizePx: count,
  classes: z.array(z.string()),
  /** Weights and biases, zeros included. */
  parameterCount: count,
  /** In words, as the device list has it. */
  device: z.string(),
  seed,
  seconds: z.number().nonnegative(),
  trainImages: count,
  validation: accuracySchema,
  test: accuracySchema,
  /** Further test sets by name, as the designs that training never saw. */
  extraTests: z.record(z.string(), accuracySchema),
  skipped: z.array(skippedFileSchema),
}

const epochsSchema = z.object({
  run: z.number().int().nonnegative(),
  /** The epoch whose weights were kept, counted from 1; 0 where none was better than the start. */
  best: z.number().int().nonnegative(),
})

/** Every epoch that was run, those before a resumption included. */
const history = z.array(epochMetricsSchema)

export const trainResultSchema = z.object({ ...trained, epochs: epochsSchema, history })
export type TrainResult = z.infer<typeof trainResultSchema>

/** A pruned model in its own file; files are relative to the job's folder. */
const keptModelSchema = z.object({
  modelFile: z.string(),
  validation: accuracySchema,
  test: accuracySchema,
  extraTests: z.record(z.string(), accuracySchema),
  /** Null where it was not asked for, or nothing could be cut out. */
  shrunkFile: z.string().nullable(),
  reportFile: z.string().nullable(),
  report: pruningReportSchema.nullable(),
})

export const pruneResultSchema = z.object({
  ...trained,
  /** The model that was pruned. */
  parent: z.string(),
  /** Each step: what was asked for and what the counts give. */
  steps: z.array(
    z.object({
      targetCpr: z.number().positive(),
      /** Weights / non-zero weights of the pruned layers (the paper's rate). */
      layerCpr: z.number().positive(),
      /** The same over all parameters (ShrinkBench's rate). */
      totalCpr: z.number().positive(),
      nonZeroCount: z.number().int().nonnegative(),
      epochs: epochsSchema,
      history,
      validationTop1: fraction,
      /** Null for a step on the way that was not to be kept. */
      kept: keptModelSchema.nullable(),
    }),
  ),
})
export type PruneResult = z.infer<typeof pruneResultSchema>

/** How well maps meet the labelled object, where its place is known. */
export const mapScoreSchema = z.object({
  /** Maps scored: those that explain the labelled class and have positive evidence. */
  count: z.number().int().nonnegative(),
  /** Share of maps whose highest value lies on the object. */
  pointingGame: fraction,
  /** Mean share of a map's positive values that lies on the object. */
  energyInside: fraction,
  /** Mean share of the image that is object: what an even map would get for both. */
  objectArea: fraction,
})
export type MapScore = z.infer<typeof mapScoreSchema>

export const mapEntrySchema = z.object({
  image: z.string(),
  label: z.string(),
  model: z.string(),
  predicted: z.string(),
  /** The class that the map speaks about. */
  explained: z.string(),
  /** Softmax share of the predicted class. */
  confidence: fraction,
  layer: z.string(),
  /** Share of the map's positive values that lies on the object; null where the object or such values are not known. */
  energyInside: fraction.nullable(),
  /** What the colours mean: the map's value drawn lowest and highest; null where nothing was drawn. */
  scaling: z.object({ kind: z.string(), low: z.number(), high: z.number() }).nullable(),
  /** No value of the map is positive: there is nothing to show, and the pictures say so. */
  noPositiveEvidence: z.boolean(),
  /** Files relative to the job's folder. */
  original: z.string(),
  heatMap: z.string(),
  occlusionMap: z.string(),
  /** The signed map before rectification and scaling: its file, and the tensor's name in it. */
  raw: z.object({ file: z.string(), tensor: z.string() }),
})
export type MapEntry = z.infer<typeof mapEntrySchema>

/** What a model says about an image. */
export const mapPredictionSchema = mapEntrySchema.pick({
  image: true,
  label: true,
  model: true,
  predicted: true,
  confidence: true,
})
export type MapPrediction = z.infer<typeof mapPredictionSchema>

const mapModelSchema = z.object({
  name: z.string(),
  file: z.string(),
  layer: z.string(),
  /** Null where the true object is not known. */
  score: mapScoreSchema.nullable(),
  /** Of the target layer, on all test images; null where they were not counted. */
  activations: activationSummarySchema.nullable(),
})

export const mapsResultSchema = z.object({
  index: z.string(),
  /** A strip of the heat-maps' colours. */
  legend: z.string(),
  /** How activations are distributed (`activationsFileSchema`); null where they were not counted. */
  activations: z.string().nullable(),
  method: mapMethodKindSchema,
  device: z.string(),
  seconds: z.number().nonnegative(),
  images: count,
  mapCount: count,
  noPositiveEvidence: z.number().int().nonnegative(),
  models: z.array(mapModelSchema),
  skipped: z.array(skippedFileSchema),
})
export type MapsResult = z.infer<typeof mapsResultSchema>

/** Every job kind with the schema of what it takes and what it gives. */
export const jobs = {
  devices: { request: devicesRequestSchema, result: deviceListSchema },
  train: { request: trainRequestSchema, result: trainResultSchema },
  prune: { request: pruneRequestSchema, result: pruneResultSchema },
  maps: { request: mapsRequestSchema, result: mapsResultSchema },
  ...modelJobs,
  index: { request: indexRequestSchema, result: indexResultSchema },
  ...datasetJobs,
} as const satisfies Record<JobKind, { request: z.ZodType; result: z.ZodType }>

export type JobRequestOf<K extends JobKind> = z.infer<(typeof jobs)[K]['request']>
export type JobResultOf<K extends JobKind> = z.infer<(typeof jobs)[K]['result']>

export const jobRequestSchema = z.discriminatedUnion('kind', [
  devicesRequestSchema,
  trainRequestSchema,
  pruneRequestSchema,
  mapsRequestSchema,
  ...modelJobRequests,
  indexRequestSchema,
  ...datasetJobRequests,
])

/** Where a running job is: in the whole job as soon as its size is known, before that in the stage. */
export const jobProgressSchema = z.object({
  job: z.enum(jobKinds),
  /** What it does, in plain words. */
  stage: z.string(),
  done: z.number().nonnegative(),
  /** Null where the amount is not known in advance. */
  total: z.number().nonnegative().nullable(),
  /** What `done` and `total` count, in the plural, as `images`. */
  unit: z.string(),
  /** Units per second in this stage; null before there is anything to measure. */
  rate: z.number().nonnegative().nullable(),
  /** Estimated seconds until `done` is `total`; null where it cannot be known. */
  secondsLeft: z.number().nonnegative().nullable(),
  /** More for those who want it, as `epoch 3 of 8, loss 0.412`; empty where there is none. */
  detail: z.string(),
})
export type JobProgress = z.infer<typeof jobProgressSchema>
