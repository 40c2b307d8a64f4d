import { countText } from '../../shared/count-text'
import type { DatasetReport } from '../../shared/dataset-jobs'
import { skippedNote } from './accuracy-text'
import { formatBytes, formatCount, formatTable } from './text'

const layouts = {
  single: 'one folder of classes, to be divided',
  'train-val': 'training images, and held-out ones to be divided into test and validation',
  'train-val-test': 'training, validation and test images',
} as const satisfies Record<DatasetReport['layout'], string>

/** What is in a data set: classes and sizes as a table, then what is noteworthy. */
export function describeDataset(report: DatasetReport): string {
  const { parts, images, bytes } = report
  const rows = parts.flatMap((part) =>
    part.classes.map((each) => [
      part.name || '-',
      each.folder,
      each.name,
      formatCount(each.images),
      formatBytes(each.bytes),
    ]),
  )
  return [
    `Layout: ${layouts[report.layout]}`,
    '',
    formatTable(['part', 'folder', 'class', 'images', 'size'], rows),
    '',
    `${countText(images, 'image')}, ${formatBytes(bytes)}${edges(report)}`,
    `Formats: ${counts(report.formats)}; colours: ${counts(report.colours)}`,
    ...remarks(report),
    '',
    ...skippedNote(report.skipped),
    ...report.problems.map((problem) => `Cannot be trained on: ${problem}`),
  ]
    .join('\n')
    .trimEnd()
}

function edges({ widthPx, heightPx }: DatasetReport): string {
  if (!widthPx || !heightPx) return ''
  const edge = (range: NonNullable<DatasetReport['widthPx']>): string =>
    range.smallest === range.largest
      ? `${range.smallest}`
      : `${range.smallest} to ${range.largest} (median ${range.median})`
  return `, ${edge(widthPx)} px wide, ${edge(heightPx)} px high`
}

function counts(record: Readonly<Record<string, number>>): string {
  const entries = Object.entries(record).map(([name, count]) => `${formatCount(count)} ${name}`)
  return entries.length === 0 ? 'none' : entries.join(', ')
}

const shownGroups = 3

function remarks({ transparent, turned, duplicates, conflicting, notPortable }: DatasetReport): string[] {
  const lines = [
    [transparent, 'with transparent parts, which are shown on white'],
    [turned, 'turned upright as their tag says'],
    [notPortable.length, `with names that Windows cannot store, as ${notPortable[0]?.path}`],
  ] as const
  const groups = duplicates.slice(0, shownGroups).map((names) => `  ${names.join(' = ')}`)
  const more = duplicates.length > shownGroups ? [`  and ${duplicates.length - shownGroups} more groups`] : []
  const found =
    duplicates.length === 0
      ? []
      : [
          `${formatCount(duplicates.length)} groups of identical images, ${formatCount(conflicting)} of them in more ` +
            'than one part or class:',
          ...groups,
          ...more,
        ]
  return [...lines.flatMap(([count, what]) => (count > 0 ? [`${formatCount(count)} ${what}`] : [])), ...found]
}
