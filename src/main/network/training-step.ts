import { type Scalar, util } from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { ComputeDevice, TensorValue } from '../compute/program'
import type { Batch } from './batches'
import { batchTargets } from './batches'
import { highestIndex } from './classification-metrics'
import { lossAndGradients, lossInputs, maskInputs } from './loss-program'
import type { Network, Parameter } from './network'
import type { Optimizer } from './optimizer'
import type { RandomStream } from './random'

export interface TrainingStepOptions {
  readonly network: Network
  readonly optimizer: Optimizer
  /** The parameters that the optimiser trains. */
  readonly trained: readonly Parameter[]
  readonly batchSize: number
}

export interface StepInput {
  readonly batch: Batch
  /** Class of each image of the batch. */
  readonly labels: readonly number[]
  readonly learningRate: number
  /** What the dropout masks are drawn from. */
  readonly random: RandomStream
  /** Stops a step that is computed in parts between two of them. */
  readonly signal?: AbortSignal | undefined
}

export interface StepResult {
  /** Mean cross-entropy of the batch in nats, before the update. */
  readonly loss: number
  /** Images of the batch that were classified correctly, before the update. */
  readonly correct: number
}

/** One compiled training step: forward, backward, update. */
export interface TrainingStep {
  /** @throws StudioError `training/diverged` when the loss is no longer a number, `job/cancelled` */
  run(input: StepInput): Promise<StepResult>
  dispose(): Promise<void>
}

/** The step that computes its batch in one go. */
export async function compileTrainingStep(
  device: ComputeDevice,
  { network, optimizer, trained, batchSize }: TrainingStepOptions,
): Promise<TrainingStep> {
  const compiled = await device.compile(
    (inputs) => {
      const { loss, gradients, logits } = lossAndGradients({ network, trained }, inputs)
      optimizer.apply(gradients, inputs['learningRate'] as Scalar)
      return { loss, logits }
    },
    { ...lossInputs(network, batchSize), learningRate: { shape: [] } },
  )
  return {
    async run({ batch, labels, learningRate, random }) {
      const output = await compiled.run({
        images: batch.images,
        targets: batchTargets(labels, batchSize, network.classes.length),
        count: Float32Array.of(labels.length),
        learningRate: Float32Array.of(learningRate),
        ...maskInputs(dropoutMasks(network, batchSize, random)),
      })
      return { loss: readLoss(output, learningRate), correct: countCorrect(output, labels) }
    },
    dispose: () => compiled.dispose(),
  }
}

type Output = Readonly<Record<string, TensorValue>>

/** A mask for each dropout layer of a batch, drawn in the order of the layers. */
export function dropoutMasks(
  network: Network,
  batchSize: number,
  random: RandomStream,
): Record<string, Float32Array> {
  const masks = Object.entries(network.dropoutShapes(batchSize)).map(([layer, shape]) => {
    const rate = network.dropoutRates?.[layer] ?? 0.5
    return [layer, dropoutMask(shape, rate, random)] as const
  })
  return Object.fromEntries(masks)
}

function dropoutMask(shape: readonly number[], rate: number, random: RandomStream): Float32Array {
  const mask = new Float32Array(util.sizeFromShape([...shape]))
  const kept = 1 / (1 - rate)
  for (let index = 0; index < mask.length; index++) mask[index] = random.nextUniform() < rate ? 0 : kept
  return mask
}

/** The `loss` of a program's output. @throws StudioError `training/diverged` */
export function readLoss(output: Output, learningRate: number): number {
  const loss = output['loss']!.data[0]!
  if (Number.isFinite(loss)) return loss
  throw new StudioError(
    'training/diverged',
    `Training diverged: the loss is no longer a number at a learning rate of ${learningRate}. ` +
      `Start again with a lower one, for example ${Number((learningRate / 10).toPrecision(2))}.`,
  )
}

/** Rows of a program's `logits` whose highest value is that of the label; rows without a label do not count. */
export function countCorrect(output: Output, labels: readonly number[]): number {
  const logits = Float32Array.from(output['logits']!.data)
  const width = output['logits']!.shape[1]!
  const hits = labels.filter(
    (label, row) => highestIndex(logits.subarray(row * width, (row + 1) * width)) === label,
  )
  return hits.length
}
