import type { AccuracyReport } from '../../shared/jobs'
import { formatCount, formatShare, formatTable } from './text'

/** One model's accuracies. */
export interface AccuracyRow {
  readonly name: string
  readonly validation: AccuracyReport
  readonly test: AccuracyReport
  readonly extraTests: Readonly<Record<string, AccuracyReport>>
}

/** Top-1 and top-5 of each model on each set of images. */
export function accuracyTable(rows: readonly AccuracyRow[]): string {
  const lines = rows.flatMap((row) =>
    Object.entries({ validation: row.validation, test: row.test, ...row.extraTests }).map(([set, report]) => [
      row.name,
      set,
      formatCount(report.count),
      formatShare(report.top1),
      formatShare(report.top5),
    ]),
  )
  return formatTable(['model', 'images of', 'count', 'top-1', 'top-5'], lines)
}

const shownFiles = 5

/** Which files could not be used, in a few lines; nothing where all could. */
export function skippedNote(
  skipped: readonly { readonly path: string; readonly reason: string }[],
): string[] {
  if (skipped.length === 0) return []
  const lines = skipped.slice(0, shownFiles).map(({ path, reason }) => `  ${path}: ${reason}`)
  const more =
    skipped.length > shownFiles ? [`  and ${skipped.length - shownFiles} more; --json lists all`] : []
  return [
    `Skipped ${formatCount(skipped.length)} ${skipped.length === 1 ? 'file' : 'files'}:`,
    ...lines,
    ...more,
    '',
  ]
}
