import { z } from 'zod'
import { idSchema, jsonObjectSchema, nameSchema, timestampSchema } from './common'

const fraction = z.number().min(0).max(1)
const rate = z.number().min(1)

/** A trained, pruned or imported network. */
export const modelSchema = z.object({
  id: idSchema,
  /** Unique in the study. */
  name: nameSchema,
  /** The model that it was pruned or fine-tuned from. */
  parentId: idSchema.nullable(),
  datasetId: idSchema.nullable(),
  architecture: nameSchema,
  classes: z.array(z.string().min(1)).min(1),
  sizePx: z.int().positive().nullable(),
  /** How weights were chosen for removal, as `local-magnitude`; null for an unpruned model. */
  criterion: nameSchema.nullable(),
  /** Which layers were pruned, as `conv`; null for an unpruned model. */
  scope: nameSchema.nullable(),
  /** CPR asked for: weights before / non-zero weights after, in the pruned layers. 1 for an unpruned model. */
  targetCpr: rate,
  /** CPR counted in the pruned layers, and over all parameters; null where the weights are not here. */
  measuredCpr: rate.nullable(),
  totalCpr: rate.nullable(),
  parameterCount: z.int().positive().nullable(),
  nonZeroCount: z.int().nonnegative().nullable(),
  seed: z.int().nonnegative().nullable(),
  /** The weights; null for a model of which only ratings are known. */
  weightsArtifactId: idSchema.nullable(),
  /** Numbers measured on it, as `test.top1Fraction`. */
  metrics: z.record(z.string(), z.number()),
  /** How it was made, oldest step first. */
  lineage: z.array(jsonObjectSchema),
  /** Versions of the program and its engine that made it. */
  versions: z.record(z.string(), z.string()),
  jobId: idSchema.nullable(),
  createdAt: timestampSchema,
})
export type Model = Readonly<z.infer<typeof modelSchema>>

/** One pass over the training images. */
export const trainingMetricSchema = z.object({
  modelId: idSchema,
  /** Which of the trainings that made the model from its parent, counted from 0: one for each pruning step. */
  run: z.int().nonnegative(),
  /** Counted from 1. */
  epoch: z.int().positive(),
  trainLoss: z.number().nullable(),
  trainAccuracy: fraction.nullable(),
  validationLoss: z.number().nullable(),
  validationAccuracy: fraction.nullable(),
  learningRate: z.number().nonnegative().nullable(),
  seconds: z.number().nonnegative().nullable(),
})
export type TrainingMetric = Readonly<z.infer<typeof trainingMetricSchema>>

/** Something measured on a model later on, as its sparsity by layer or its activations at a layer. */
export const modelMeasurementSchema = z.object({
  id: idSchema,
  modelId: idSchema,
  /** As `sparsity`, `activations`, `map-score`, `latency`. */
  kind: nameSchema,
  value: z.json(),
  jobId: idSchema.nullable(),
  createdAt: timestampSchema,
})
export type ModelMeasurement = Readonly<z.infer<typeof modelMeasurementSchema>>

/** What a model says about an image. */
export const predictionSchema = z.object({
  modelId: idSchema,
  imageId: idSchema,
  predictedClass: z.string().min(1),
  /** Softmax share of the predicted class; null where only the class is known. */
  confidence: fraction.nullable(),
  isCorrect: z.boolean(),
})
export type Prediction = Readonly<z.infer<typeof predictionSchema>>
