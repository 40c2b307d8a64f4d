import type { AccuracyReport } from '../../../shared/jobs'
import type { DataSplits, ImageSet } from '../../dataset/image-set'
import type { Evaluation } from '../../network/classification-metrics'
import { createEvaluator } from '../../network/evaluate'
import type { Network } from '../../network/network'
import type { JobContext, PlannedStage } from '../job-runner'
import type { Workspace } from './workspace'

/** Accuracy on each part of the data that training did not see. */
export interface TestReport {
  readonly validation: AccuracyReport
  readonly test: AccuracyReport
  readonly extraTests: Record<string, AccuracyReport>
}

const batchSize = 32

const stage = 'Testing'

/** The test as a stage to come. */
export function testStage({ validation, test, extraTests }: DataSplits): PlannedStage {
  const sets = [validation, test, ...Object.values(extraTests)]
  return { stage, work: 'testing', total: sets.reduce((sum, { labels }) => sum + labels.length, 0) }
}

/** Tests a network on the validation, test and further test images. Errors as `Evaluator.evaluate`. */
export async function testNetwork(
  network: Network,
  { device, data }: Workspace,
  { signal, report }: JobContext,
): Promise<TestReport> {
  const evaluator = await createEvaluator(device, network, { batchSize, freeze: true })
  const { total } = testStage(data)
  let before = 0
  const test = async (images: ImageSet): Promise<AccuracyReport> => {
    const evaluation = await evaluator.evaluate(images, {
      signal,
      onProgress: ({ done }) => report({ stage, done: before + done, total, unit: 'images' }),
    })
    before += evaluation.count
    return accuracyReport(evaluation)
  }
  try {
    const validation = await test(data.validation)
    const main = await test(data.test)
    const extraTests: Record<string, AccuracyReport> = {}
    for (const [name, images] of Object.entries(data.extraTests)) extraTests[name] = await test(images)
    return { validation, test: main, extraTests }
  } finally {
    await evaluator.dispose()
  }
}

/** The part of an evaluation that reports and tables show. */
export function accuracyReport(evaluation: Evaluation): AccuracyReport {
  const { count, top1Fraction, top5Fraction, meanLoss, calibrationError } = evaluation
  return { count, top1: top1Fraction, top5: top5Fraction, meanLoss, calibrationError }
}

/** Accuracies as a model file keeps them: `test.top1Fraction` and so on. */
export function metricsOf({ validation, test, extraTests }: TestReport): Record<string, number> {
  const named = Object.entries({ validation, test, ...extraTests })
  return Object.fromEntries(
    named.flatMap(([name, report]) => [
      [`${name}.count`, report.count],
      [`${name}.top1Fraction`, report.top1],
      [`${name}.top5Fraction`, report.top5],
      [`${name}.meanLoss`, report.meanLoss],
      [`${name}.calibrationError`, report.calibrationError],
    ]),
  )
}
