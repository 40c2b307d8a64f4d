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
