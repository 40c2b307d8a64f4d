import * as tf from '@tensorflow/tfjs-core'
import { StudioError } from '../../shared/errors'
import type { CompiledProgram, ComputeDevice, InputSpec, Program } from '../compute/program'
import type { Batch } from './batches'
import { batchTargets } from './batches'
import { highestIndex } from './classification-metrics'
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
}

export interface StepResult {
  /** Mean cross-entropy of the batch in nats, before the update. */
  readonly loss: number
  /** Images of the batch that were classified correctly, before the update. */
  readonly correct: number
}

/** One compiled training step: forward, backward, update. */
export interface TrainingStep {
  /** @throws StudioError `training/diverged` when the loss is no longer a number */
  run(input: StepInput): Promise<StepResult>
  dispose(): Promise<void>
}

export async function compileTrainingStep(
  device: ComputeDevice,
  options: TrainingStepOptions,
): Promise<TrainingStep> {
  const { network, batchSize } = options
  const dropoutShapes = network.dropoutShapes(batchSize)
  const classCount = network.classes.length
  const compiled = await device.compile(trainingProgram(options), inputSpecs(network, batchSize))
  return {
    async run({ batch, labels, learningRate, random }) {
      const masks = Object.entries(dropoutShapes).map(([layer, shape]) => {
        const rate = network.dropoutRates?.[layer] ?? 0.5
        return [`dropout/${layer}`, dropoutMask(shape, rate, random)] as const
      })
      const output = await compiled.run({
        images: batch.images,
        targets: batchTargets(labels, batchSize, classCount),
        learningRate: Float32Array.of(learningRate),
        ...Object.fromEntries(masks),
      })
      return readStep(output, labels, learningRate)
    },
    dispose: () => compiled.dispose(),
  }
}

function inputSpecs(network: Network, batchSize: number): Record<string, InputSpec> {
  const size = network.inputSizePx
  const masks = Object.entries(network.dropoutShapes(batchSize)).map(([layer, shape]) => [
    `dropout/${layer}`,
    { shape },
  ])
  return {
    images: { shape: [batchSize, size, size, 3] },
    targets: { shape: [batchSize, network.classes.length] },
    learningRate: { shape: [] },
    ...Object.fromEntries(masks),
  }
}

/**
 * Cross-entropy of the softmax, averaged over the images of the batch: rows of `targets` that are all zero are
 * padding and count neither in the sum nor in the number.
 */
function trainingProgram({ network, optimizer, trained }: TrainingStepOptions): Program {
  return (inputs) => {
    const masks = Object.fromEntries(
      Object.entries(inputs).flatMap(([name, tensor]) =>
        name.startsWith('dropout/') ? [[name.slice('dropout/'.length), tensor]] : [],
      ),
    )
    const targets = inputs['targets']!
    let kept: tf.Tensor | undefined
    const { value: loss, grads } = tf.variableGrads(
      () => {
        const logits = network.forward(inputs['images'] as tf.Tensor4D, masks)
        kept = tf.keep(logits)
        const surprise = tf.sum(tf.mul(targets, tf.logSoftmax(logits)))
        return tf.neg(tf.div(surprise, tf.sum(targets))) as tf.Scalar
      },
      trained.map(({ variable }) => variable),
    )
    optimizer.apply(
      new Map(trained.map(({ name, variable }) => [name, grads[variable.name]!])),
      inputs['learningRate'] as tf.Scalar,
    )
    // The gradient's own scope would have freed the logits; now the program's scope owns them.
    const logits = tf.clone(kept!)
    kept!.dispose()
    return { loss, logits }
  }
}

function dropoutMask(shape: readonly number[], rate: number, random: RandomStream): Float32Array {
  const mask = new Float32Array(tf.util.sizeFromShape([...shape]))
  const kept = 1 / (1 - rate)
  for (let index = 0; index < mask.length; index++) mask[index] = random.nextUniform() < rate ? 0 : kept
  return mask
}

function readStep(
  output: Awaited<ReturnType<CompiledProgram['run']>>,
  labels: readonly number[],
  learningRate: number,
): StepResult {
  const loss = output['loss']!.data[0]!
  if (!Number.isFinite(loss)) {
    throw new StudioError(
      'training/diverged',
      `Training diverged: the loss is no longer a number at a learning rate of ${learningRate}. ` +
        `Start again with a lower one, for example ${Number((learningRate / 10).toPrecision(2))}.`,
    )
  }
  const logits = Float32Array.from(output['logits']!.data)
  const width = output['logits']!.shape[1]!
  const correct = labels.filter(
    (label, row) => highestIndex(logits.subarray(row * width, (row + 1) * width)) === label,
  )
  return { loss, correct: correct.length }
}
