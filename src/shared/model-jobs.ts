import { z } from 'zod'
import { deviceChoiceSchema } from './device'
import { evaluationSchema } from './evaluation'
import { inputScalingSchema } from './input-scaling'

const path = z.string().min(1)
const count = z.number().int().positive()
const seed = z.number().int().min(0).max(0xffff_ffff)
const seconds = z.number().nonnegative()

/** Makes a model file of another program's network. */
export const importRequestSchema = z.object({
  kind: z.literal('import'),
  /** A tfjs `model.json` or its folder, a Keras `.h5`, or a `.safetensors` in torchvision's or timm's names. */
  source: path,
  /** A registered architecture, for files of weights alone; absent: recognised by the tensors. */
  architecture: z.string().min(1).optional(),
  /** Edge length of the images; absent: the model's own. */
  sizePx: count.min(8).max(1024).optional(),
  /** Absent: as usual for weights of that origin. */
  inputScaling: inputScalingSchema.optional(),
  /** A data set's folder, a file with one name a line or a JSON list, or the built-in sample. Absent: the model's own. */
  classes: path.optional(),
  /** Keeps the last layer, whose outputs are then called by `classes`, instead of drawing a new one for them. */
  keepHead: z.boolean(),
  seed,
  folder: path,
  /** The model file's name, without its ending. */
  name: z.string().min(1),
})

export const importResultSchema = z.object({
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
export const evaluateRequestSchema = z.object({
  kind: z.literal('evaluate'),
  model: path,
  data: path,
  images: count.max(1_000_000).optional(),
  /** `test`, `validation`, `train`, or the name of a further test set of the data. */
  part: z.string().min(1),
  device: deviceChoiceSchema,
})

export const evaluateResultSchema = evaluationSchema.extend({
  /** The file's name. */
  model: z.string(),
  part: z.string(),
  compressionRate: z.number().min(1),
  device: z.string(),
  seconds,
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
})
export type EvaluateResult = z.infer<typeof evaluateResultSchema>
