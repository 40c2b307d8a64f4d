import type { ComputeDevice } from '../compute/program'
import type { ImageSet } from '../dataset/image-set'
import { createAdam } from './adam'
import { type Augment, batches, epochOrder } from './batches'
import { pauseForCancellation } from './cancellation'
import { earlyStoppingStart, type EarlyStoppingState, judgeEpoch } from './early-stopping'
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
import { captureValues, type NamedValues, restoreValues } from './variable-values'

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
  /** Called after every epoch with all that is needed to go on from there; awaited. */
  readonly onCheckpoint?: (checkpoint: TrainingCheckpoint) => Promise<void>
  /** Goes on after this checkpoint's epoch; the result is bit for bit that of an unbroken run. */
  readonly resumeFrom?: TrainingCheckpoint
}

/** A run between two epochs. */
export interface TrainingCheckpoint {
  readonly epochsDone: number
  readonly stopping: EarlyStoppingState
  readonly history: readonly EpochRecord[]
  /** Weights under `weights/`, the best epoch's under `best/`, the optimiser's state under `optimizer/`. */
  readonly values: NamedValues
}

export interface TrainingResult {
  readonly history: readonly EpochRecord[]
  /** Epoch (from 0) whose weights the network now has; null where no epoch classified anything correctly. */
  readonly bestEpoch: number | null
  readonly stoppedEarly: boolean
  /** Validation accuracy of the weights that the network now has, in [0, 1]. */
  readonly validationFraction: number
}

/**
 * Trains with softmax cross-entropy. With early stopping the best epoch's weights are restored at the end, else the
 * last ones stay. The same request gives the same weights, bit for bit, on the CPU. The last batch of an
 * epoch is filled up with repeated images that do not count in the loss; only the statistics of batch normalisation
 * see them.
 * @throws StudioError `training/bad-request`, `training/diverged`, `dataset/empty`, `job/cancelled`
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
    const step = await compileTrainingStep(device, { network, optimizer, trained, batchSize })
    disposables.push(step)
    const evaluator = await createEvaluator(device, network, { batchSize })
    disposables.push(evaluator)
    const changing = [...trained, ...(network.buffers ?? [])]
    return await runEpochs({ request, options, changing, optimizer, step, evaluator, batchSize })
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
  /** What changes in training, the averages of batch normalisation included. */
  readonly changing: readonly Parameter[]
  readonly optimizer: Optimizer
  readonly step: TrainingStep
  readonly evaluator: Evaluator
  readonly batchSize: number
}

async function runEpochs(run: Run): Promise<TrainingResult> {
  const { request, options, changing, optimizer } = run
  const start = request.resumeFrom
  const rule = options.earlyStopping
  let stopping = start?.stopping ?? earlyStoppingStart
  let best = start && subset(start.values, 'best/')
  const history = [...(start?.history ?? [])]
  if (start) {
    restoreValues(changing, subset(start.values, 'weights/'))
    restoreValues(optimizer.state, subset(start.values, 'optimizer/'))
  }
  let stop = rule !== null && stopping.epochsWithoutImprovement >= rule.patience
  const meter = createProgressMeter({
    total: options.epochs * request.train.labels.length,
    done: history.length * request.train.labels.length,
    now: request.now ?? (() => performance.now()),
  })
  for (let epoch = start?.epochsDone ?? 0; epoch < options.epochs && !stop; epoch++) {
    const startedMs = meter.nowMs()
    const record = await runEpoch(run, epoch, meter)
    const seconds = (meter.nowMs() - startedMs) / 1000
    const decision = rule && judgeEpoch(rule, stopping, { epoch, accuracy: record.validationFraction })
    if (decision) {
      stopping = decision.state
      stop = decision.stop
      if (decision.improved) best = await captureValues(changing)
    }
    history.push({ ...record, improved: decision?.improved ?? true, seconds })
    request.onProgress?.({ kind: 'epoch', ...history.at(-1)!, ...meter.read() })
    if (request.onCheckpoint) {
      const values = await checkpointValues(run, best)
      await request.onCheckpoint({ epochsDone: epoch + 1, stopping, history: [...history], values })
    }
  }
  if (rule && best?.size) restoreValues(changing, best)
  const bestEpoch = rule ? stopping.bestEpoch : history.length - 1
  return {
    history,
    bestEpoch,
    stoppedEarly: stop && history.length < options.epochs,
    validationFraction: history[bestEpoch ?? history.length - 1]!.validationFraction,
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
    const { loss, correct } = await step.run({ batch, labels, learningRate, random })
    meter.add(labels.length, meter.nowMs() - startedMs)
    seen.images += labels.length
    seen.lossSum += loss * labels.length
    seen.correct += correct
    index++
    const accuracyFraction = correct / labels.length
    request.onProgress?.({ kind: 'step', epoch, step: index, steps, loss, accuracyFraction, ...meter.read() })
  }
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

async function checkpointValues(
  { changing, optimizer }: Run,
  best: NamedValues | undefined,
): Promise<NamedValues> {
  const values = new Map<string, Float32Array>()
  const add = (prefix: string, from: NamedValues): void => {
    for (const [name, array] of from) values.set(prefix + name, array)
  }
  add('weights/', await captureValues(changing))
  add('optimizer/', await captureValues(optimizer.state))
  if (best) add('best/', best)
  return values
}

function subset(values: NamedValues, prefix: string): NamedValues {
  return new Map(
    [...values].flatMap(([name, array]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), array] as const] : [],
    ),
  )
}
