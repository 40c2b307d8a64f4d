import { withGivenPath } from '../../dataset/data-folder'
import { inspectDataSet } from '../../dataset/inspect-data-set'
import type { JobRunner } from '../job-runner'
import { openDataFolder } from './open-data'

/** Tells what is in a data set, and what cannot be used. */
export const inspectRunner: JobRunner<'inspect'> = async ({ data }, context) => {
  const { folder, skipped } = await openDataFolder(data, context)
  const onProgress = (done: number, total: number) =>
    context.report({ stage: 'Checking the images', done, total, unit: 'images' })
  try {
    const report = await inspectDataSet({ folder, signal: context.signal, onProgress })
    const problems = report.problems.map((problem) => problem.replaceAll(folder, data))
    return { ...report, skipped: [...skipped, ...report.skipped], problems }
  } catch (thrown) {
    throw withGivenPath(thrown, folder, data)
  }
}
