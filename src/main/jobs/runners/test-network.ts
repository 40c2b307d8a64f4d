import type { AccuracyReport } from '../../../shared/jobs'
import type { ImageSet } from '../../dataset/image-set'
import { createEvaluator } from '../../network/evaluate'
import type { Network } from '../../network/network'
import type { JobContext } from '../job-runner'
import type { Workspace } from './workspace'

/** Accuracy on each part of the data that training did not see. */
export interface TestReport {
  readonly validation: AccuracyReport
  readonly test: AccuracyReport
  readonly extraTests: Record<string, AccuracyReport>
}

const batchSize = 32

/** Tests a network on the validation, test and further test images. Errors as `Evaluator.evaluate`. */
export async function testNetwork(
  network: Network,
  { device, data }: Workspace,
  { signal, report }: JobContext,
): Promise<TestReport> {
  const evaluator = await createEvaluator(device, network, { batchSize, freeze: true })
  const total = [data.validation, data.test, ...Object.values(data.extraTests)]
    .map((images) => images.labels.length)
    .reduce((sum, count) => sum + count, 0)
  let before = 0
  const test = async (images: ImageSet): Promise<AccuracyReport> => {
    const { count, top1Fraction, top5Fraction } = await evaluator.evaluate(images, {
      signal,
      onProgress: ({ done }) => report({ stage: 'Testing', done: before + done, total, unit: 'images' }),
    })
    before += count
    return { count, top1: top1Fraction, top5: top5Fraction }
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

/** Accuracies as a model file keeps them: `test.top1Fraction` and so on. */
export function metricsOf({ validation, test, extraTests }: TestReport): Record<string, number> {
  const named = Object.entries({ validation, test, ...extraTests })
  return Object.fromEntries(
    named.flatMap(([name, { top1, top5 }]) => [
      [`${name}.top1Fraction`, top1],
      [`${name}.top5Fraction`, top5],
    ]),
  )
}
