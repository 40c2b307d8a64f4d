import { z } from 'zod'
import { deviceChoiceSchema } from './device'
import { evaluationSchema } from './evaluation'
import { inputScalingSchema } from './input-scaling'

const path = z.string().min(1)
const count = z.number().int().positive()
const seed = z.number().int().min(0).max(0xffff_ffff)
const seconds = z.number().nonnegative()

/** Makes a model file of another program's network. */
const importRequestSchema = z.object({
  kind: z.literal('import'),
  /** A tfjs `model.json` or its folder, a Keras `.keras` or `.h5`, or a `.safetensors` in torchvision's or timm's names. */
  source: path,
  /** A registered architecture, for files of weights alone; absent: recognised by the tensors. */
  architecture: z.string().min(1).optional(),
  /** Edge length of the images; absent: the model's own. */
  sizePx: count.min(8).max(1024).optional(),
  /** Absent: as usual for weights of that origin. */
  inputScaling: inputScalingSchema.optional(),
  /** A data set's folder or archive, a file with one name a line or a JSON list, or the built-in sample. Absent: the model's own. */
  classes: path.optional(),
  /** Keeps the last layer, whose outputs are then called by `classes`, instead of drawing a new one for them. */
  keepHead: z.boolean(),
  seed,
  folder: path,
  /** The model file's name, without its ending. */
  name: z.string().min(1),
})

const importResultSchema = z.object({
  modelFile: z.string(),
  /** The file's name. */
  source: z.string(),
  /** Whose format it was, as `keras`. */
  format: z.string(),
  architecture: z.string(),
  sizePx: count,
  inputScaling: inputScalingSchema,
  classes: z.array(z.string()),
  parameterCount: count,
  /** Layers with new weights, to be trained; empty where all were read. */
  drawnLayers: z.array(z.string()),
  /** The layer that maps explain unless another is asked for. */
  targetLayer: z.string(),
  seed,
  seconds,
})
export type ImportResult = z.infer<typeof importResultSchema>

/** Tests a stored model. */
const evaluateRequestSchema = z.object({
  kind: z.literal('evaluate'),
  model: path,
  data: path,
  images: count.max(1_000_000).optional(),
  /** `test`, `validation`, `train`, or the name of a further test set of the data. */
  part: z.string().min(1),
  device: deviceChoiceSchema,
})

const evaluateResultSchema = evaluationSchema.extend({
  /** The file's name. */
  model: z.string(),
  part: z.string(),
  compressionRate: z.number().min(1),
  device: z.string(),
  seconds,
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
})
export type EvaluateResult = z.infer<typeof evaluateResultSchema>

/** What a model can be written as for other programs. */
const exportFormats = ['onnx', 'torchvision', 'layers'] as const
export const exportFormatSchema = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof exportFormatSchema>

/** Writes a stored model for other programs. */
const exportRequestSchema = z.object({
  kind: z.literal('export'),
  model: path,
  to: exportFormatSchema,
  folder: path,
  /** The name of the file, or for `layers` of the folder, in `folder`. */
  name: path,
})

const exportResultSchema = z.object({
  /** The file's name. */
  model: z.string(),
  to: exportFormatSchema,
  /** Relative to the job's folder. */
  files: z.array(z.string()).min(1),
  bytes: count,
  /** What the file takes and gives, in words. */
  description: z.string(),
  seconds,
})
export type ExportResult = z.infer<typeof exportResultSchema>

/** The jobs of this file, as the table of all jobs takes them. */
export const modelJobs = {
  import: { request: importRequestSchema, result: importResultSchema },
  evaluate: { request: evaluateRequestSchema, result: evaluateResultSchema },
  export: { request: exportRequestSchema, result: exportResultSchema },
} as const

export const modelJobRequests = [importRequestSchema, evaluateRequestSchema, exportRequestSchema] as const
