import { basename, join } from 'node:path'
import type { JobRequestOf } from '../../../shared/jobs'
import type { ImportResult } from '../../../shared/model-jobs'
import { fileDigest } from '../../network/import/file-digest'
import type { HeadChoice, ImportedNetwork } from '../../network/import/import-options'
import { importNetwork } from '../../network/import/import-network'
import { type ModelMetadata, saveModel } from '../../network/model-file'
import type { JobContext, JobRunner } from '../job-runner'
import { readClassNames } from './read-class-names'
import { secondsSince, versions } from './workspace'

/** Reads another program's network, gives it a head for the wanted classes, and writes our file of it. */
export const importRunner: JobRunner<'import'> = async (request, context) => {
  const startedMs = performance.now()
  const { source, seed, folder, name, architecture, sizePx, inputScaling } = request
  const head = await chooseHead(request, context)
  context.report({ stage: 'Reading the weights', done: 0, total: null, unit: 'files' })
  const imported = await importNetwork(source, { architecture, inputSizePx: sizePx, inputScaling, head })
  const { network, spec, drawnLayers, format } = imported
  try {
    context.report({ stage: 'Writing the model', done: 0, total: null, unit: 'files' })
    const modelFile = `${name}.safetensors`
    const metadata = await describe(imported, { source, seed })
    await saveModel(join(folder, modelFile), { network, metadata, masks: new Map() })
    return {
      modelFile,
      source: basename(source),
      format,
      architecture: spec.name,
      sizePx: spec.inputSizePx,
      inputScaling: spec.inputScaling,
      classes: [...network.classes],
      parameterCount: network.parameters.reduce((sum, { variable }) => sum + variable.size, 0),
      drawnLayers: [...drawnLayers],
      targetLayer: network.defaultTargetLayer,
      seed,
      seconds: secondsSince(startedMs),
    } satisfies ImportResult
  } finally {
    network.dispose()
  }
}

async function chooseHead(
  request: Pick<JobRequestOf<'import'>, 'classes' | 'keepHead' | 'seed'>,
  context: JobContext,
): Promise<HeadChoice> {
  const classes = request.classes === undefined ? null : await readClassNames(request.classes, context)
  if (classes === null || request.keepHead) return { kind: 'kept', classes }
  return { kind: 'new', classes, seed: request.seed }
}

async function describe(
  { spec, network, format, drawnLayers }: ImportedNetwork,
  { source, seed }: { readonly source: string; readonly seed: number },
): Promise<ModelMetadata> {
  return {
    formatVersion: 1,
    architecture: spec,
    classes: [...network.classes],
    compressionRate: 1,
    seed,
    lineage: [
      {
        action: 'imported',
        compressionRate: 1,
        at: new Date().toISOString(),
        details: {
          source: basename(source),
          format,
          sha256: await fileDigest(source),
          inputScaling: spec.inputScaling,
          drawnLayers: [...drawnLayers],
          seed,
        },
      },
    ],
    dataFingerprint: null,
    metrics: {},
    versions: { ...versions },
  }
}
