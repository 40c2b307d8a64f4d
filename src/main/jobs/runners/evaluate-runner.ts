import { basename } from 'node:path'
import { StudioError } from '../../../shared/errors'
import type { EvaluateResult } from '../../../shared/model-jobs'
import type { DataSplits, ImageSet } from '../../dataset/image-set'
import type { Evaluation } from '../../network/classification-metrics'
import { evaluateNetwork } from '../../network/evaluate'
import { loadModel, readModelMetadata } from '../../network/model-file'
import type { JobRunner } from '../job-runner'
import { openData } from './open-data'
import { accuracyReport } from './test-network'
import { openJobDevice, secondsSince } from './workspace'

/** Tests a stored model on one part of the data. */
export const evaluateRunner: JobRunner<'evaluate'> = async (request, context) => {
  const startedMs = performance.now()
  const { architecture, compressionRate } = await readModelMetadata(request.model)
  const device = await openJobDevice(request.device, context)
  const data = await openData(request, architecture.inputSizePx, context)
  const images = partOf(data, request.part)
  const { network } = await loadModel(request.model)
  try {
    const evaluation = await evaluateNetwork(device, network, images, {
      signal: context.signal,
      onProgress: ({ done, total }) => context.report({ stage: 'Testing', done, total, unit: 'images' }),
    })
    return {
      model: basename(request.model),
      part: request.part,
      compressionRate,
      device: device.name,
      seconds: secondsSince(startedMs),
      skipped: [...data.skipped],
      ...evaluationReport(evaluation),
    } satisfies EvaluateResult
  } finally {
    network.dispose()
  }
}

/** @throws StudioError `dataset/bad-request` naming the parts that there are */
function partOf(data: DataSplits, part: string): ImageSet {
  const { train, validation, test, extraTests } = data
  const parts: Readonly<Record<string, ImageSet>> = { ...extraTests, train, validation, test }
  const images = Object.hasOwn(parts, part) ? parts[part] : undefined
  if (images) return images
  throw new StudioError(
    'dataset/bad-request',
    `The data has no part '${part}'. Choose one of: ${Object.keys(parts).join(', ')}.`,
  )
}

function evaluationReport(evaluation: Evaluation) {
  return {
    ...accuracyReport(evaluation),
    perClass: evaluation.perClass.map(({ className, count, correct, accuracyFraction }) => ({
      className,
      count,
      correct,
      top1: accuracyFraction,
    })),
    confusion: evaluation.confusion.map((row) => [...row]),
  }
}
