import { basename } from 'node:path'
import type { PruneResult } from '../../../shared/jobs'
import { loadModel, readModelMetadata } from '../../network/model-file'
import { withCheckpoint } from '../job-checkpoint'
import type { JobContext, JobRunner } from '../job-runner'
import { requireRequest, requireWorkspace } from './checked-workspace'
import { fitStage } from './fit-network'
import { openData } from './open-data'
import { fineTuningStage, pruneInSteps, type PruneModelRequest } from './prune-in-steps'
import { assertNotShrunk } from './prune-weights'
import { presentRate, pruningRates } from './pruning-rates'
import { testStage } from './test-network'
import { openJobDevice, secondsSince, type Workspace } from './workspace'

/** Prunes a stored model step by step with fine-tuning, tests it and writes a new file. */
export const pruneRunner: JobRunner<'prune'> = (request, context) =>
  withCheckpoint(request, context, async (checkpoint) => {
    const metadata = await readModelMetadata(request.model)
    const { architecture, dataFingerprint } = metadata
    assertNotShrunk(metadata, basename(request.model))
    const rates = pruningRates(request, presentRate(metadata, request.scope ?? 'conv'))
    await requireRequest(checkpoint, request)
    const device = await openJobDevice(request.device, context)
    const data = await openData(request, architecture.inputSizePx, context)
    if (dataFingerprint !== null && dataFingerprint !== data.train.fingerprint) {
      context.warn(
        `${basename(request.model)} was trained on other images than these, or files were changed since. Fine-tuning ` +
          'uses these, and images that it was trained on may be among those that it is tested on.',
      )
    }
    await requireWorkspace(checkpoint, { device, data }, request.model)
    const stages = rates.flatMap((rate) => {
      const fit = fitStage(fineTuningStage(rate), request.training, data)
      return request.keepAll || rate === rates.at(-1) ? [fit, testStage(data)] : [fit]
    })
    context.plan(stages)
    const result = await pruneModel({ ...request, checkpoint }, { device, data }, context)
    await checkpoint?.finish()
    return result
  })

/** Prunes, fine-tunes, tests and saves `<folder>/<name>.safetensors`. */
export async function pruneModel(
  request: PruneModelRequest,
  workspace: Workspace,
  context: JobContext,
): Promise<PruneResult> {
  const startedMs = performance.now()
  const model = await loadModel(request.model)
  const { network, metadata } = model
  const { data, device } = workspace
  try {
    const { steps, secondsBefore } = await pruneInSteps(request, model, workspace, context)
    const { modelFile, validation, test, extraTests } = steps.at(-1)!.kept!
    return {
      modelFile,
      architecture: metadata.architecture.name,
      sizePx: network.inputSizePx,
      classes: [...network.classes],
      parameterCount: network.parameters.reduce((sum, { variable }) => sum + variable.size, 0),
      device: device.name,
      seed: request.seed,
      seconds: secondsSince(startedMs) + secondsBefore,
      trainImages: data.train.labels.length,
      validation,
      test,
      extraTests,
      skipped: [...data.skipped],
      parent: basename(request.model),
      steps,
    }
  } finally {
    network.dispose()
  }
}
