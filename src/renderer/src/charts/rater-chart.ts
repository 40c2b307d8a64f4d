import type { ChartConfiguration, ScaleOptions } from 'chart.js'
import { axisTitle, shareAxis } from './axes'
import type { ChartTheme } from './chart-theme'

/** One person among others. */
export interface RaterPoint {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly isFlagged: boolean
}

const colours = { plain: '#0072B2', flagged: '#D55E00' } as const

/** People by two numbers, those with a sign of carelessness in another colour and shape. */
export function raterChart(
  points: readonly RaterPoint[],
  axes: { readonly x: string; readonly y: string },
  theme: ChartTheme,
): ChartConfiguration {
  const datasetOf = (isFlagged: boolean) => ({
    label: isFlagged ? 'with a sign of carelessness' : 'no sign',
    data: points.filter((point) => point.isFlagged === isFlagged).map(({ x, y }) => ({ x, y })),
    backgroundColor: isFlagged ? colours.flagged : colours.plain,
    pointStyle: isFlagged ? 'triangle' : 'circle',
    pointRadius: isFlagged ? 6 : 4,
    // Who always gives the same answer stands at the very top.
    clip: 8,
  })
  return {
    type: 'scatter',
    data: { datasets: [datasetOf(false), datasetOf(true)] },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      scales: {
        x: {
          min: 0,
          title: axisTitle(axes.x, theme),
          ticks: { color: theme.muted },
          grid: { color: theme.line },
        } as ScaleOptions<'linear'>,
        y: shareAxis(axes.y, theme),
      },
      plugins: {
        legend: {
          position: 'top',
          align: 'start',
          labels: { color: theme.text, boxWidth: 10, boxHeight: 10, usePointStyle: true },
        },
        tooltip: {
          callbacks: {
            label: ({ datasetIndex, dataIndex }) =>
              points.filter(({ isFlagged }) => isFlagged === (datasetIndex === 1))[dataIndex]?.name ?? '',
          },
        },
      },
    },
  }
}
