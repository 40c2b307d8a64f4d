import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PruneResult } from '../../../shared/jobs'
import type { CriterionKind, PruningReport, PruningScope } from '../../../shared/pruning'
import { saveModel, type StoredModel } from '../../network/model-file'
import type { JobContext } from '../job-runner'
import { reportPruning, tryToShrink } from './report-pruning'
import { metricsOf, testNetwork } from './test-network'
import { versions, type Workspace } from './workspace'

/** A pruned model as it is kept: its file, and what was asked for beside it. */
export type KeptModel = NonNullable<PruneResult['steps'][number]['kept']>

export interface KeepRequest {
  readonly folder: string
  /** File name without its ending. */
  readonly name: string
  readonly criterion: CriterionKind
  readonly scope: PruningScope
  /** Whether to write a copy without silent channels. */
  readonly shrink: boolean
  /** Whether to write what is known of its size and speed. */
  readonly report: boolean
}

/**
 * Tests a model, writes `<name>.safetensors`, and where asked for `<name>-shrunk.safetensors` and
 * `<name>-report.json`.
 * @throws StudioError `file/not-writable`, `pruning/bad-request` where the network cannot be shrunk, `job/cancelled`
 */
export async function keepPrunedModel(
  model: StoredModel,
  request: KeepRequest,
  workspace: Workspace,
  context: JobContext,
): Promise<KeptModel> {
  const { folder, name } = request
  const tested = await testNetwork(model.network, workspace, context)
  const metadata = { ...model.metadata, metrics: metricsOf(tested), versions: { ...versions } }
  const stored = { ...model, metadata }
  const modelFile = `${name}.safetensors`
  await saveModel(join(folder, modelFile), stored)
  const extras = await writeExtras(stored, { ...request, modelFile }, workspace, context)
  return { modelFile, ...tested, ...extras }
}

async function writeExtras(
  model: StoredModel,
  request: KeepRequest & { readonly modelFile: string },
  workspace: Workspace,
  { warn, report }: JobContext,
): Promise<Pick<KeptModel, 'shrunkFile' | 'reportFile' | 'report'>> {
  const { folder, name, modelFile } = request
  if (!request.shrink && !request.report) return { shrunkFile: null, reportFile: null, report: null }
  report({ stage: `Measuring ${name}`, done: 0, total: null, unit: 'models' })
  const outcome = await tryToShrink(model)
  try {
    let shrunkFile: string | null = null
    if (request.shrink && 'model' in outcome) {
      shrunkFile = `${name}-shrunk.safetensors`
      await saveModel(join(folder, shrunkFile), outcome.model)
    } else if (request.shrink && 'reason' in outcome) {
      warn(`${name} was not shrunk. ${outcome.reason}`)
    }
    if (!request.report) return { shrunkFile, reportFile: null, report: null }
    const subject = {
      model,
      criterion: request.criterion,
      scope: request.scope,
      path: join(folder, modelFile),
      shrunkPath: shrunkFile && join(folder, shrunkFile),
    }
    const pruningReport: PruningReport = await reportPruning(subject, outcome, workspace)
    const reportFile = `${name}-report.json`
    await writeFile(join(folder, reportFile), `${JSON.stringify(pruningReport, null, 2)}\n`)
    return { shrunkFile, reportFile, report: pruningReport }
  } finally {
    if ('model' in outcome) outcome.model.network.dispose()
  }
}
