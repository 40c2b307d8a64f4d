import type { CaseResult, Measurement } from './measure-case'

const headings = [
  'case',
  'runs',
  'ms',
  'spread',
  'images/s',
  'GFLOP/s',
  'of peak',
  'busy',
  'peak memory',
  'peer ÷ ours',
]

/** The column of times against `peer ÷ ours`: above 1 ours is faster. */
export function formatTable(results: readonly CaseResult[], peakGigaflops: number): string {
  const rows = results.flatMap((result) => [
    cells(result.case.name, result.ours, peakGigaflops, ''),
    ...result.peers.map((peer) =>
      cells(`  ${peer.contender}`, peer, peakGigaflops, (peer.medianMs / result.ours.medianMs).toFixed(2)),
    ),
  ])
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]!.length)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd()
  return [line(headings), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join('\n')
}

function cells(name: string, measured: Measurement, peakGigaflops: number, ratio: string): string[] {
  const { medianMs, fastestMs, slowestMs, imagesPerSecond, gigaflopsPerSecond, busyFraction, peakBytes } =
    measured
  return [
    name,
    measured.contender === 'sweetspot' ? 'sweetspot' : 'PyTorch',
    medianMs.toFixed(0),
    `${fastestMs.toFixed(0)}–${slowestMs.toFixed(0)}`,
    imagesPerSecond?.toFixed(1) ?? '–',
    gigaflopsPerSecond?.toFixed(1) ?? '–',
    gigaflopsPerSecond === null ? '–' : percent(gigaflopsPerSecond / peakGigaflops),
    busyFraction === null ? '–' : percent(busyFraction),
    `${(peakBytes / 1e9).toFixed(2)} GB`,
    ratio,
  ]
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}
