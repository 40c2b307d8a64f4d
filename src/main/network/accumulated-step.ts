import * as tf from '@tensorflow/tfjs-core'
import type { CompiledProgram, ComputeDevice } from '../compute/program'
import { pauseForCancellation } from './cancellation'
import { lossAndGradients, lossInputs, maskInputs } from './loss-program'
import type { Network } from './network'
import { batchTargets } from './batches'
import {
  countCorrect,
  dropoutMasks,
  readLoss,
  type StepInput,
  type StepResult,
  type TrainingStep,
  type TrainingStepOptions,
} from './training-step'
import { zeroVariable } from './variable-values'

/**
 * A training step that computes its batch in parts, one after the other, for memory that is too short for the whole:
 * the parts' gradients add up in variables, then one update applies and clears them. Each part's loss is divided by
 * the images of the whole batch, so that the sum is the gradient of the batch's mean exactly, a last batch that is not
 * full included; dropout masks are those of the whole batch. Only rounding differs from a step in one go, and batch
 * normalisation, which sees a part's images and updates its averages once for each part.
 */
export async function compileAccumulatedStep(
  device: ComputeDevice,
  options: TrainingStepOptions & { readonly accumulate: number },
): Promise<TrainingStep> {
  const { network, optimizer, trained, batchSize, accumulate } = options
  const rows = Math.ceil(batchSize / accumulate)
  const sums = new Map(trained.map(({ name, variable }) => [name, zeroVariable(variable.shape)]))
  const programs: CompiledProgram[] = []
  const dispose = async (): Promise<void> => {
    for (const program of programs) await program.dispose()
    for (const sum of sums.values()) sum.dispose()
  }
  try {
    const add = await device.compile(
      (inputs) => {
        const { loss, gradients, logits } = lossAndGradients({ network, trained }, inputs)
        for (const [name, sum] of sums) sum.assign(tf.add(sum, gradients.get(name)!))
        return { loss, logits }
      },
      lossInputs(network, rows),
    )
    programs.push(add)
    const update = await device.compile(
      ({ learningRate }) => {
        optimizer.apply(sums, learningRate as tf.Scalar)
        // Computed from an input: ONNX Runtime would keep constant zeros of this size in memory.
        const zero = tf.mul(learningRate!, 0)
        for (const sum of sums.values())
          sum.assign(
            tf.tile(
              tf.reshape(
                zero,
                sum.shape.map(() => 1),
              ),
              sum.shape,
            ),
          )
        return {}
      },
      { learningRate: { shape: [] } },
    )
    programs.push(update)
    return { run: (input) => runParts({ network, batchSize, rows, add, update }, input), dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

interface Parts {
  readonly network: Network
  readonly batchSize: number
  /** Images of a part. */
  readonly rows: number
  readonly add: CompiledProgram
  readonly update: CompiledProgram
}

async function runParts(
  { network, batchSize, rows, add, update }: Parts,
  input: StepInput,
): Promise<StepResult> {
  const { batch, labels, learningRate, random, signal } = input
  const masks = dropoutMasks(network, batchSize, random)
  const classCount = network.classes.length
  let loss = 0
  let correct = 0
  // Parts of nothing but padding are left out.
  for (let start = 0; start < labels.length; start += rows) {
    if (start > 0) await pauseForCancellation(signal, 'Training')
    const part = labels.slice(start, start + rows)
    const cut = (values: Float32Array): Float32Array => takeRows(values, { start, rows, of: batchSize })
    const output = await add.run({
      images: cut(batch.images),
      targets: batchTargets(part, rows, classCount),
      count: Float32Array.of(labels.length),
      ...maskInputs(Object.fromEntries(Object.entries(masks).map(([layer, mask]) => [layer, cut(mask)]))),
    })
    loss += readLoss(output, learningRate)
    correct += countCorrect(output, part)
  }
  await update.run({ learningRate: Float32Array.of(learningRate) })
  return { loss, correct }
}

/** Rows of an array `[of, ...]`; where it ends before, they begin again with the first ones taken. */
function takeRows(
  values: Float32Array,
  { start, rows, of }: { readonly start: number; readonly rows: number; readonly of: number },
): Float32Array {
  const width = values.length / of
  const there = values.subarray(start * width, (start + rows) * width)
  if (there.length === rows * width) return there
  const filled = new Float32Array(rows * width)
  for (let end = 0; end < filled.length; end += there.length) {
    filled.set(there.subarray(0, filled.length - end), end)
  }
  return filled
}
