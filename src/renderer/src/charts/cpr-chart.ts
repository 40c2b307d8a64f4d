import type { ChartConfiguration, Scale, ScaleOptions } from 'chart.js'
import { axisTitle, numberAxis, shareAxis } from './axes'
import type { ChartTheme } from './chart-theme'
import { directLabelRoomPx, directLabels } from './direct-labels'

/** A number at one compression rate with its interval; null where none was computed. */
export interface CprPoint {
  readonly cpr: number
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface CprSeries {
  readonly name: string
  readonly colour: string
  readonly points: readonly CprPoint[]
}

/** The upright axis. */
export interface CprMeasure {
  readonly title: string
  /** Whether it is a share in [0, 1], shown in per cent from zero to 100; otherwise the axis fits the data. */
  readonly isShare: boolean
}

/** Numbers against the compression rate on a log2 axis, with error bars, each line named at its end. */
export function cprChart(
  series: readonly CprSeries[],
  { title, isShare }: CprMeasure,
  theme: ChartTheme,
): ChartConfiguration {
  const write = (value: number): string => (isShare ? `${(value * 100).toFixed(1)} %` : value.toFixed(3))
  return {
    type: 'scatterWithErrorBars',
    data: { datasets: series.map(dataset) } as ChartConfiguration['data'],
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      layout: { padding: { right: directLabelRoomPx(series.map(({ name }) => name)), top: 8 } },
      scales: { x: cprAxis(series, theme), y: isShare ? shareAxis(title, theme) : numberAxis(title, theme) },
      plugins: {
        legend: { display: false },
        tooltip: {
          callbacks: {
            title: (items) => `CPR ${2 ** (items[0]?.parsed.x ?? 0)}`,
            label: ({ dataset: { label }, raw }) => {
              const { y, yMin, yMax } = raw as { y: number; yMin: number; yMax: number }
              const range = yMin === yMax ? '' : `, interval ${write(yMin)} to ${write(yMax)}`
              return `${label}: ${write(y)}${range}`
            },
          },
        },
      },
    },
    plugins: [directLabels(theme)],
  }
}

function dataset({ name, colour, points }: CprSeries): object {
  return {
    label: name,
    borderColor: colour,
    backgroundColor: colour,
    errorBarColor: colour,
    errorBarWhiskerColor: colour,
    showLine: true,
    borderWidth: 2,
    errorBarLineWidth: 2,
    errorBarWhiskerLineWidth: 2,
    radius: 5,
    hoverRadius: 7,
    clip: 12,
    data: points.map(({ cpr, value, low, high }) => ({
      x: Math.log2(cpr),
      y: value,
      yMin: low ?? value,
      yMax: high ?? value,
    })),
  }
}

/** A linear axis of log2(CPR), whose marks are whole powers of two. */
function cprAxis(series: readonly CprSeries[], theme: ChartTheme): ScaleOptions<'linear'> {
  const exponents = series.flatMap(({ points }) => points.map(({ cpr }) => Math.log2(cpr)))
  return {
    type: 'linear',
    min: Math.min(0, ...exponents) - 0.15,
    max: Math.max(1, ...exponents) + 0.15,
    title: axisTitle('CPR (compression rate, log2 axis)', theme),
    ticks: { color: theme.muted, callback: (value: string | number) => String(2 ** Number(value)) },
    afterBuildTicks: (axis: Scale) => {
      axis.ticks = wholeNumbers(axis.min, axis.max).map((value) => ({ value }))
    },
    grid: { color: theme.line },
  }
}

function wholeNumbers(low: number, high: number): number[] {
  const first = Math.ceil(low)
  return Array.from({ length: Math.max(0, Math.floor(high) - first + 1) }, (_, index) => first + index)
}
