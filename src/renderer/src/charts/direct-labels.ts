import type { Chart, Plugin } from 'chart.js'
import type { ChartTheme } from './chart-theme'

const gapPx = 8
const lineHeightPx = 15

interface Label {
  readonly text: string
  readonly colour: string
  readonly x: number
  y: number
}

/** Room at the right of the lines for their names. */
export function directLabelRoomPx(names: readonly string[]): number {
  return gapPx + 12 + 7 * Math.max(8, ...names.map(({ length }) => length))
}

/** Writes each line's name at its last point instead of a legend; names that would overlap move apart. */
export function directLabels(theme: ChartTheme): Plugin {
  return {
    id: 'direct-labels',
    afterDatasetsDraw(chart) {
      const labels = spread(collect(chart), chart.chartArea.top, chart.chartArea.bottom)
      const { ctx } = chart
      ctx.save()
      ctx.font = `550 12px ${theme.font}`
      ctx.textBaseline = 'middle'
      for (const { text, colour, x, y } of labels) {
        ctx.fillStyle = colour
        ctx.fillText(text, x, y)
      }
      ctx.restore()
    },
  }
}

function collect(chart: Chart): Label[] {
  return chart.data.datasets.flatMap((dataset, index) => {
    const last = chart.getDatasetMeta(index).data.at(-1)
    if (!last || !dataset.label || !chart.isDatasetVisible(index)) return []
    return [
      {
        text: dataset.label,
        colour: String(dataset.borderColor),
        x: chart.chartArea.right + gapPx,
        y: last.y,
      },
    ]
  })
}

function spread(labels: Label[], top: number, bottom: number): Label[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y)
  let free = top
  for (const label of sorted) {
    label.y = Math.max(label.y, free)
    free = label.y + lineHeightPx
  }
  let limit = bottom
  for (const label of sorted.reverse()) {
    label.y = Math.min(label.y, limit)
    limit = label.y - lineHeightPx
  }
  return sorted
}
