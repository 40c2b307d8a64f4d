import { countText } from '../../shared/count-text'
import type { PruneResult } from '../../shared/jobs'
import type { PruningReport } from '../../shared/pruning'
import { formatBytes, formatCount, formatTable } from './text'

/** What each step left. */
export function stepTable(steps: PruneResult['steps']): string {
  const rows = steps.map((step) => [
    step.targetCpr.toPrecision(4),
    step.layerCpr.toFixed(4),
    step.totalCpr.toFixed(4),
    formatCount(step.nonZeroCount),
    String(step.epochs.run),
    step.validationTop1.toFixed(3),
  ])
  return formatTable(
    ['asked CPR', 'CPR, pruned layers', 'CPR, all', 'non-zero', 'epochs', 'validation'],
    rows,
  )
}

/** Size and speed of each model that was reported on, and how shrinking changed them; nothing where none was. */
export function reportText(steps: PruneResult['steps']): string[] {
  const reports = steps.flatMap(({ kept }) => kept?.report ?? [])
  const [first] = reports
  if (!first) return []
  const { batchSize, runs, device } = first.latency
  const headings = [
    'model',
    'MACs',
    'MACs, non-zero',
    'stored',
    'gzip',
    'sparse, estimated',
    'ms',
    'ms, shrunk',
  ]
  return [
    formatTable(headings, reports.map(reportRow)),
    `ms: a forward pass of ${batchSize} image on ${device}, median of ${runs}. Zeros alone make no pass faster.`,
    ...reports.map(shrinkLine),
    '',
  ]
}

function reportRow({
  model,
  macs,
  effectiveMacs,
  file,
  sparseBytesEstimate,
  latency,
}: PruningReport): string[] {
  return [
    model,
    formatCount(macs),
    formatCount(effectiveMacs),
    formatBytes(file.bytes),
    formatBytes(file.gzipBytes),
    formatBytes(sparseBytesEstimate),
    latency.medianMs.toFixed(2),
    latency.shrunkMedianMs?.toFixed(2) ?? '-',
  ]
}

function shrinkLine({ model, shrunk }: PruningReport): string {
  if ('reason' in shrunk) return `${model}, not shrunk: ${shrunk.reason}`
  const removed = Object.values(shrunk.removedChannels).reduce((sum, count) => sum + count, 0)
  return (
    `${model}, shrunk by ${countText(removed, 'channel')}: ${formatCount(shrunk.parameters)} parameters, ` +
    `${formatCount(shrunk.macs)} MACs; logits differ by at most ${shrunk.largestDifference.toPrecision(2)} ` +
    `(largest logit ${shrunk.largestLogit.toPrecision(3)})`
  )
}
