import type { Command } from 'commander'
import { findDataset } from '../../../jobs/study-datasets'
import { runStudyJob } from '../../../jobs/study-jobs'
import { skippedNote } from '../../accuracy-text'
import { addDataOptions, jsonOption, resolveData, wholeNumber } from '../../options'
import { printResult, type CliSession } from '../../session'
import { workInStudy } from '../../study-session'
import { formatCount, formatTable } from '../../text'

interface DataFlags {
  readonly data: string
  readonly images?: number
  readonly size: number
}

const help = `
Lists and hashes every image, so that the study knows what its models saw. Commands with --study do so by themselves
when they meet data for the first time; do it again after images were added, changed or moved.

Examples:
  sweetspot study data my-study --data photos`

/** `sweetspot study data`: lists the images of a data set in a study. */
export function addDataCommand(study: Command, session: CliSession): void {
  addDataOptions(study.command('data <folder>').description('list the images of a data set in a study'))
    .option('--size <px>', 'edge length of the built-in sample’s images', wholeNumber(8, 1024), 64)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async (folder: string, { data, images, size }: DataFlags) => {
      const request = { data: resolveData(data), images, sizePx: size }
      const value = await workInStudy(session, folder, async (world, listeners) => {
        const { result } = await runStudyJob<'index'>(world, { kind: 'index', ...request }, listeners)
        const dataset = findDataset(world.study, request)!
        return { ...dataset, counts: world.study.images.counts(dataset.id), skipped: result.skipped }
      })
      printResult(session, value, describeDataset)
    })
}

/** Images of each part and class. */
export function describeDataset(value: {
  readonly name: string
  readonly counts: readonly { readonly split: string; readonly className: string; readonly count: number }[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
}): string {
  const splits = [...new Set(value.counts.map(({ split }) => split))]
  const rows = [...Map.groupBy(value.counts, ({ className }) => className)].map(([className, counts]) => [
    className,
    ...splits.map((split) => formatCount(counts.find((each) => each.split === split)?.count ?? 0)),
  ])
  return [value.name, '', formatTable(['class', ...splits], rows), '', ...skippedNote(value.skipped)]
    .join('\n')
    .trimEnd()
}
