import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ExportResult } from '../../../shared/model-jobs'
import { modelExports } from '../../network/export/export-model'
import { loadModel } from '../../network/model-file'
import type { JobRunner } from '../job-runner'
import { secondsSince } from './workspace'

/** Writes a stored model for other programs. */
export const exportRunner: JobRunner<'export'> = async ({ model: path, to, folder, name }, context) => {
  const startedMs = performance.now()
  context.report({ stage: 'Reading the model', done: 0, total: null, unit: 'files' })
  const model = await loadModel(path)
  try {
    context.report({ stage: 'Writing the export', done: 0, total: null, unit: 'files' })
    const description = await modelExports[to](join(folder, name), model)
    const files = await filesBelow(folder, name)
    let bytes = 0
    for (const file of files) bytes += (await stat(join(folder, file))).size
    return {
      model: basename(path),
      to,
      files,
      bytes,
      description,
      seconds: secondsSince(startedMs),
    } satisfies ExportResult
  } finally {
    model.network.dispose()
  }
}

/** The file, or the files of the folder, of that name. */
async function filesBelow(folder: string, name: string): Promise<string[]> {
  if ((await stat(join(folder, name))).isFile()) return [name]
  return (await readdir(join(folder, name))).sort().map((file) => `${name}/${file}`)
}
