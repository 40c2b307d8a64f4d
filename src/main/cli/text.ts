/** `12,345`. */
export function formatCount(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 1 })
}

/** Seconds as `0:34`, `12:05` or `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** Bytes as `512 B`, `3.4 kB`, `1.2 MB` or `553.4 MB`: powers of 1000, as disks are sold. */
export function formatBytes(bytes: number): string {
  const [unit, size] = (
    [
      ['GB', 1e9],
      ['MB', 1e6],
      ['kB', 1e3],
    ] as const
  ).find(([, each]) => bytes >= each) ?? ['B', 1]
  return `${size === 1 ? bytes : (bytes / size).toFixed(1)} ${unit}`
}

/** A share in [0, 1] as papers print accuracies: `0.912`. */
export function formatShare(share: number): string {
  return share.toFixed(3)
}

/** Columns padded to their widest cell, two spaces apart; a line of dashes under the heading. */
export function formatTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => (cells[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd()
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
