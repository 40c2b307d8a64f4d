import type { ChartConfiguration } from 'chart.js'
import { axisTitle, shareAxis } from './axes'
import type { ChartTheme } from './chart-theme'
import { directLabelRoomPx, directLabels } from './direct-labels'

export interface LineSeries {
  readonly name: string
  readonly colour: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface LineAxes {
  readonly x: string
  readonly y: string
  /** Whether y is a share in [0, 1], shown in per cent from zero to 100. */
  readonly isShare: boolean
}

/** Lines over a whole-numbered axis, as epochs are. */
export function lineChart(
  series: readonly LineSeries[],
  axes: LineAxes,
  theme: ChartTheme,
): ChartConfiguration {
  return {
    type: 'scatter',
    data: {
      datasets: series.map(({ name, colour, points }) => ({
        label: name,
        borderColor: colour,
        backgroundColor: colour,
        showLine: true,
        borderWidth: 2,
        pointRadius: 2,
        data: [...points],
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      layout: { padding: { right: directLabelRoomPx(series.map(({ name }) => name)), top: 8 } },
      scales: {
        x: {
          title: axisTitle(axes.x, theme),
          ticks: { color: theme.muted, precision: 0 },
          grid: { color: theme.line },
        },
        y: axes.isShare
          ? shareAxis(axes.y, theme)
          : {
              min: 0,
              title: axisTitle(axes.y, theme),
              ticks: { color: theme.muted },
              grid: { color: theme.line },
            },
      },
      plugins: { legend: { display: false } },
    },
    plugins: [directLabels(theme)],
  }
}
