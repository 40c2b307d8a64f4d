import type { ComputeDevice } from '../compute/program'
import type { ImageSet } from '../dataset/image-set'
import { createAdam } from './adam'
import { compileAccumulatedStep } from './accumulated-step'
import { type Augment, batches, epochOrder } from './batches'
import { pauseForCancellation } from './cancellation'
import { type Checkpoints, memoryCheckpoints, type TrainingState } from './checkpoints'
import { earlyStoppingStart, judgeEpoch } from './early-stopping'
import { type AverageSettler, createAverageSettler } from './batch-averages'
import { assertFits, createEvaluator, type Evaluator } from './evaluate'
import type { Network, Parameter } from './network'
import type { Optimizer, OptimizerOptions, WeightMasks } from './optimizer'
import { randomStream } from './random'
import { createSgd } from './sgd'
import { learningRateAt, parseTrainingOptions, type TrainingOptions } from './training-options'
import {
  createProgressMeter,
  type EpochRecord,
  type ProgressMeter,
  type TrainingProgress,
} from './training-progress'
import { compileTrainingStep, type TrainingStep } from './training-step'

export interface TrainingRequest {
  readonly device: ComputeDevice
  /** Its weights are trained in place. */
  readonly network: Network
  readonly train: ImageSet
  readonly validation: ImageSet
  readonly options: TrainingOptions
  /** Pruned weights; they are zero after every step. */
  readonly masks?: WeightMasks
  /** Parameters that keep their values. Default: none. */
  readonly isFrozen?: (parameter: Parameter) => boolean
  readonly augment?: Augment
  readonly onProgress?: (progress: TrainingProgress) => void
  readonly signal?: AbortSignal
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number
  /**
   * Where the run is kept after every epoch. One that was kept there before goes on: the result is bit for bit that
   * of an unbroken run, on the CPU.
   */
  readonly checkpoints?: Checkpoints
  /** Told where a run that was kept goes on. */
  readonly onResume?: (state: TrainingState) => void
}

export interface TrainingResult {
  readonly history: readonly EpochRecord[]
  /** Epoch (from 0) whose weights the network now has; null where no epoch classified anything correctly. */
  readonly bestEpoch: number | null
  readonly stoppedEarly: boolean
  /** Validation accuracy of the weights that the network now has, in [0, 1]. */
  readonly validationFraction: number
  /** Epochs that an earlier process had done. */
  readonly resumedEpochs: number
}

/**
 * Trains with softmax cross-entropy. With early stopping the best epoch's weights are restored at the end, else the
 * last ones stay. The same request gives the same weights, bit for bit, on the CPU. The last batch of an
 * epoch is filled up with repeated images that do not count in the loss; only batch normalisation sees them. Its
 * averages are computed after each epoch, for the weights as they are then.
 * @throws StudioError `training/bad-request`, `training/diverged`, `dataset/empty`, `job/cancelled`,
 *   `file/not-writable` for a checkpoint
 */
export async function trainNetwork(request: TrainingRequest): Promise<TrainingResult> {
  const options = parseTrainingOptions(request.options)
  const { network, device, train } = request
  assertFits(train, network)
  assertFits(request.validation, network)
  const trained = network.parameters.filter((parameter) => !request.isFrozen?.(parameter))
  const frozen = new Set(network.parameters.filter((each) => !trained.includes(each)).map(({ name }) => name))
  const masks = new Map([...(request.masks ?? [])].filter(([name]) => !frozen.has(name)))
  const optimizer = createOptimizer(options, { parameters: trained, masks })
  const batchSize = Math.min(options.batchSize, train.labels.length)
  const disposables: { dispose(): void | Promise<void> }[] = [optimizer]
  try {
    const accumulate = Math.min(options.accumulate ?? 1, batchSize)
    const parts = { network, optimizer, trained, batchSize, accumulate }
    const step = await (accumulate > 1 ? compileAccumulatedStep : compileTrainingStep)(device, parts)
    disposables.push(step)
    // No more at once than a training step takes.
    const rows = Math.ceil(batchSize / accumulate)
    const averages = await createAverageSettler(device, network, rows)
    disposables.push(averages)
    const evaluator = await createEvaluator(device, network, { batchSize: rows })
    disposables.push(evaluator)
    const changing = [...trained, ...(network.buffers ?? [])]
    return await runEpochs({ request, options, changing, optimizer, step, averages, evaluator, batchSize })
  } finally {
    for (const disposable of disposables) await disposable.dispose()
  }
}

function createOptimizer({ optimizer }: TrainingOptions, options: OptimizerOptions): Optimizer {
  switch (optimizer.kind) {
    case 'sgd':
      return createSgd(optimizer, options)
    case 'adam':
      return createAdam(optimizer, options)
  }
}

interface Run {
  readonly request: TrainingRequest
  readonly options: TrainingOptions
  /** What changes in an epoch, the averages of batch normalisation included. */
  readonly changing: readonly Parameter[]
  readonly optimizer: Optimizer
  readonly step: TrainingStep
  readonly averages: AverageSettler
  readonly evaluator: Evaluator
  readonly batchSize: number
}

async function runEpochs(run: Run): Promise<TrainingResult> {
  const { request, options, optimizer } = run
  const variables = { weights: run.changing, optimizer: optimizer.state }
  const checkpoints = request.checkpoints ?? memoryCheckpoints()
  const start = await checkpoints.resume(variables)
  if (start) request.onResume?.(start)
  const rule = options.earlyStopping
  let stopping = start?.stopping ?? earlyStoppingStart
  const history = [...(start?.history ?? [])]
  const resumedEpochs = history.length
  let stop = rule !== null && stopping.epochsWithoutImprovement >= rule.patience
  const meter = createProgressMeter({
    total: options.epochs * request.train.labels.length,
    done: history.length * request.train.labels.length,
    now: request.now ?? (() => performance.now()),
  })
  for (let epoch = resumedEpochs; epoch < options.epochs && !stop; epoch++) {
    const startedMs = meter.nowMs()
    const record = await runEpoch(run, epoch, meter)
    const seconds = (meter.nowMs() - startedMs) / 1000
    const decision = rule && judgeEpoch(rule, stopping, { epoch, accuracy: record.validationFraction })
    if (decision) ({ state: stopping, stop } = decision)
    history.push({ ...record, improved: decision?.improved ?? true, seconds })
    await checkpoints.save({ epochsDone: epoch + 1, stopping, history: [...history] }, variables)
    request.onProgress?.({ kind: 'epoch', ...history.at(-1)!, ...meter.read() })
  }
  if (rule) await checkpoints.restoreBest(variables.weights)
  const bestEpoch = rule ? stopping.bestEpoch : history.length - 1
  return {
    history,
    bestEpoch,
    stoppedEarly: stop && history.length < options.epochs,
    validationFraction: history[bestEpoch ?? history.length - 1]!.validationFraction,
    resumedEpochs,
  }
}

async function runEpoch(
  run: Run,
  epoch: number,
  meter: ProgressMeter,
): Promise<Omit<EpochRecord, 'improved' | 'seconds'>> {
  const { request, options, step, batchSize } = run
  const { train, signal } = request
  const count = train.labels.length
  const steps = Math.ceil(count / batchSize)
  const order = epochOrder(count, options.seed, epoch)
  const random = randomStream(options.seed, 'dropout', epoch)
  const seen = { images: 0, lossSum: 0, correct: 0 }
  let index = 0
  let learningRate = options.learningRate
  for await (const batch of batches(train, { batchSize, order, epoch, augment: request.augment })) {
    await pauseForCancellation(signal, 'Training')
    const labels = batch.indices.map((image) => train.labels[image]!)
    learningRate = learningRateAt(options, epoch * steps + index, options.epochs * steps)
    const startedMs = meter.nowMs()
    const { loss, correct } = await step.run({ batch, labels, learningRate, random, signal })
    meter.add(labels.length, meter.nowMs() - startedMs)
    seen.images += labels.length
    seen.lossSum += loss * labels.length
    seen.correct += correct
    index++
    const accuracyFraction = correct / labels.length
    request.onProgress?.({ kind: 'step', epoch, step: index, steps, loss, accuracyFraction, ...meter.read() })
  }
  await run.averages.settle(train, { seed: options.seed, signal })
  const validation = await run.evaluator.evaluate(request.validation, { signal })
  return {
    epoch,
    learningRate,
    trainLoss: seen.lossSum / seen.images,
    trainFraction: seen.correct / seen.images,
    validationLoss: validation.meanLoss,
    validationFraction: validation.top1Fraction,
  }
}
