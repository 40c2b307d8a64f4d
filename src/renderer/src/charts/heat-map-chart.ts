import type { Chart, ChartConfiguration, Plugin, Scale, ScaleOptions } from 'chart.js'
import { axisTitle } from './axes'
import { rowLabel } from './row-label'
import type { ChartTheme } from './chart-theme'

/** Counts by two categories. */
export interface HeatMap {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** By row, then by column. */
  readonly counts: readonly (readonly number[])[]
  readonly rowTitle: string
  readonly columnTitle: string
}

const cellPx = 34

export function heatMapHeightPx({ rows }: HeatMap): number {
  return 150 + cellPx * rows.length
}

/** A table of counts, each cell as dark as its share of the row, with count and per cent of the row written in it. */
export function heatMapChart(map: HeatMap, theme: ChartTheme): ChartConfiguration {
  const { rows, columns, counts } = map
  const data = rows.flatMap((_, y) => columns.map((__, x) => ({ x, y })))
  return {
    type: 'scatter',
    data: { datasets: [{ label: 'answers', data, pointRadius: 0 }] },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      // Cells are found by the nearest centre: points are not drawn.
      interaction: { mode: 'nearest', intersect: false },
      scales: {
        x: categories(columns, { title: map.columnTitle, theme, position: 'top' }),
        y: { ...categories(rows, { title: map.rowTitle, theme, position: 'left' }), reverse: true },
      },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: ([item]) =>
              item ? `${rows[item.parsed.y ?? 0]}, answered ${columns[item.parsed.x ?? 0]}` : '',
            label: ({ parsed: { x, y } }) => cellText(counts[y ?? 0]!, x ?? 0).join(', '),
          },
        },
      },
    },
    plugins: [cells(counts, theme)],
  }
}

function cellText(row: readonly number[], column: number): [string, string] {
  return [String(row[column]), `${Math.round(100 * shareOf(row, column))} %`]
}

function shareOf(row: readonly number[], column: number): number {
  const total = row.reduce((sum, count) => sum + count, 0)
  return total === 0 ? 0 : row[column]! / total
}

function categories(
  names: readonly string[],
  { title, theme, position }: { title: string; theme: ChartTheme; position: 'top' | 'left' },
): ScaleOptions<'linear'> {
  return {
    type: 'linear',
    position,
    min: -0.5,
    max: names.length - 0.5,
    title: axisTitle(title, theme),
    afterBuildTicks: (axis: Scale) => {
      axis.ticks = names.map((_, value) => ({ value }))
    },
    ticks: {
      color: theme.text,
      autoSkip: false,
      maxRotation: position === 'top' ? 50 : 0,
      callback: (value: string | number) => rowLabel(names[Number(value)] ?? ''),
    },
    grid: { display: false },
    border: { display: false },
  } as ScaleOptions<'linear'>
}

/** Okabe and Ito's blue. */
const ink = [0, 114, 178] as const

function cells(counts: readonly (readonly number[])[], theme: ChartTheme): Plugin {
  return {
    id: 'cells',
    beforeDatasetsDraw(chart: Chart) {
      const { ctx, scales, chartArea } = chart
      const width = chartArea.width / (counts[0]?.length ?? 1)
      const height = chartArea.height / counts.length
      ctx.save()
      ctx.textAlign = 'center'
      for (const [y, row] of counts.entries()) {
        for (const x of row.keys()) {
          const share = shareOf(row, x)
          const [left, top] = [
            scales['x']!.getPixelForValue(x) - width / 2,
            scales['y']!.getPixelForValue(y) - height / 2,
          ]
          ctx.fillStyle = `rgba(${ink.join(', ')}, ${(0.04 + 0.92 * share).toFixed(3)})`
          ctx.fillRect(left + 1, top + 1, width - 2, height - 2)
          ctx.fillStyle = share > 0.45 ? '#ffffff' : theme.text
          const [count, percent] = cellText(row, x)
          ctx.font = `550 12px ${theme.font}`
          ctx.textBaseline = 'bottom'
          ctx.fillText(count, left + width / 2, top + height / 2 + 2)
          ctx.font = `400 10px ${theme.font}`
          ctx.textBaseline = 'top'
          ctx.fillText(percent, left + width / 2, top + height / 2 + 2)
        }
      }
      ctx.restore()
    },
  }
}
