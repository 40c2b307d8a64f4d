/** Letters of a line beside a chart: what paper has room for. */
const lineLength = 40

/** A row's name as an axis has room for it: one line, or two even ones; what is longer still loses its middle. */
export function rowLabel(name: string): string | string[] {
  if (name.length <= lineLength) return name
  const words = name.split(' ')
  const breaks = words
    .slice(1)
    .map((_, index) => [words.slice(0, index + 1).join(' '), words.slice(index + 1).join(' ')])
  const longest = (lines: readonly string[]): number => Math.max(...lines.map(({ length }) => length))
  const [best = [name]] = breaks.sort((a, b) => longest(a) - longest(b))
  return best.map(withoutMiddle)
}

function withoutMiddle(text: string): string {
  if (text.length <= lineLength) return text
  const kept = (lineLength - 1) / 2
  return `${text.slice(0, Math.floor(kept))}…${text.slice(-Math.ceil(kept))}`
}
