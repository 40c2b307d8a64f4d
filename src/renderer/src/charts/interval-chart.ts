import type { Chart, ChartConfiguration, Plugin, Scale, ScaleOptions } from 'chart.js'
import { axisTitle } from './axes'
import type { ChartTheme } from './chart-theme'
import { rowLabel } from './row-label'
import { referenceLines, type ReferenceLine } from './reference-lines'

/** An estimate with its interval; null bounds where there is none. */
export interface IntervalValue {
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

export interface IntervalSeries {
  readonly name: string
  readonly colour: string
  /** One for each row; null where the series has nothing there. */
  readonly values: readonly (IntervalValue | null)[]
}

export interface IntervalAxis {
  readonly title: string
  /** Shares are marked in per cent. */
  readonly isShare?: boolean
  /** Where the axis begins and ends; by default it fits the data. */
  readonly from?: number
  readonly to?: number
  /** A number that the axis holds besides the data. */
  readonly includes?: number
  /** Of numbers at points and in tooltips. Default: per cent for shares, else three decimals. */
  readonly write?: (value: number) => string
}

export interface IntervalChart {
  readonly rows: readonly string[]
  readonly series: readonly IntervalSeries[]
  readonly axis: IntervalAxis
  readonly references?: readonly ReferenceLine[]
  /** Whether series stand side by side in a row, with a legend; otherwise each has rows of its own. Default true. */
  readonly isDodged?: boolean
}

const rowPx = 30
const seriesPx = 15

/** Room for every row and series. */
export function intervalHeightPx({ rows, series, isDodged = true }: IntervalChart): number {
  const dodged = isDodged && series.length > 1
  return 76 + (dodged ? 26 : 0) + rows.length * Math.max(rowPx, dodged ? series.length * seriesPx + 8 : rowPx)
}

/** Estimates as points with error bars, one row each, after Cleveland's dot plot. */
export function intervalChart(spec: IntervalChart, theme: ChartTheme): ChartConfiguration {
  const { rows, series, axis, references = [], isDodged = true } = spec
  const dodged = isDodged && series.length > 1
  const write = writerOf(axis)
  const points = series.map((each, index) => pointsOf(each, dodged ? offsetOf(index, series.length) : 0))
  return {
    type: 'scatterWithErrorBars',
    data: {
      datasets: series.map((each, index) => dataset(each, points[index]!)),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      layout: {
        padding: { right: dodged ? 16 : labelRoomPx(series, write), top: references.length > 0 ? 18 : 8 },
      },
      scales: { x: valueAxis(axis, theme), y: rowAxis(rows, theme) },
      plugins: {
        legend: {
          display: dodged,
          position: 'top',
          align: 'start',
          labels: { color: theme.text, boxWidth: 10, boxHeight: 10, usePointStyle: true },
        },
        tooltip: { callbacks: tooltip(rows, write) },
      },
    },
    plugins: [
      referenceLines(references, theme),
      ...(dodged ? [] : [valueLabels(points.flat(), write, theme)]),
    ],
  } as ChartConfiguration
}

function writerOf({ write, isShare = false }: IntervalAxis): (value: number) => string {
  return write ?? ((value) => (isShare ? `${(100 * value).toFixed(1)} %` : value.toFixed(3)))
}

/** For the longest number that is written at the right of an error bar. */
function labelRoomPx(series: readonly IntervalSeries[], write: (value: number) => string): number {
  const values = series.flatMap((each) =>
    each.values.flatMap((value) => (value === null ? [] : [value.value])),
  )
  return 12 + 8 * Math.max(5, ...values.map((value) => write(value).length))
}

function offsetOf(index: number, count: number): number {
  return (index - (count - 1) / 2) * (0.72 / count)
}

interface DrawnPoint {
  readonly x: number
  readonly y: number
  readonly xMin?: number
  readonly xMax?: number
}

/** @param offset of a series from the middle of each row, in rows */
function pointsOf({ values }: IntervalSeries, offset: number): DrawnPoint[] {
  return values.map((each, row) =>
    each === null
      ? { x: NaN, y: row }
      : { x: each.value, y: row + offset, xMin: each.low ?? each.value, xMax: each.high ?? each.value },
  )
}

function dataset(
  { name, colour }: IntervalSeries,
  points: DrawnPoint[],
): ChartConfiguration['data']['datasets'][number] {
  return {
    label: name,
    borderColor: colour,
    backgroundColor: colour,
    errorBarColor: colour,
    errorBarWhiskerColor: colour,
    errorBarWhiskerSize: 10,
    errorBarLineWidth: 2,
    errorBarWhiskerLineWidth: 2,
    radius: 5,
    hoverRadius: 7,
    // Points at the ends of the axis are shown whole.
    clip: 12,
    data: points,
  } as ChartConfiguration['data']['datasets'][number]
}

function valueAxis(
  { title, isShare = false, from, to, includes }: IntervalAxis,
  theme: ChartTheme,
): ScaleOptions<'linear'> {
  return {
    type: 'linear',
    ...(from === undefined ? {} : { min: from }),
    ...(to === undefined ? {} : { max: to }),
    ...(includes === undefined ? {} : { suggestedMin: includes, suggestedMax: includes }),
    grace: from === undefined || to === undefined ? '5%' : 0,
    title: axisTitle(title, theme),
    ticks: {
      color: theme.muted,
      ...(isShare ? { callback: (value: string | number) => `${Math.round(Number(value) * 100)} %` } : {}),
    },
    grid: { color: theme.line },
  } as ScaleOptions<'linear'>
}

function rowAxis(rows: readonly string[], theme: ChartTheme): ScaleOptions<'linear'> {
  return {
    type: 'linear',
    reverse: true,
    min: -0.5,
    max: rows.length - 0.5,
    afterBuildTicks: (axis: Scale) => {
      axis.ticks = rows.map((_, value) => ({ value }))
    },
    ticks: {
      color: theme.text,
      autoSkip: false,
      callback: (value: string | number) => rowLabel(rows[Number(value)] ?? ''),
    },
    grid: { color: theme.line, drawTicks: false },
    border: { display: false },
  } as ScaleOptions<'linear'>
}

function tooltip(rows: readonly string[], write: (value: number) => string) {
  return {
    title: (items: readonly { raw: unknown }[]) => rows[Math.round((items[0]?.raw as DrawnPoint).y)] ?? '',
    label: ({ raw, dataset: { label } }: { raw: unknown; dataset: { label?: string } }) => {
      const { x, xMin = x, xMax = x } = raw as DrawnPoint
      const range = xMin === xMax ? '' : `, interval ${write(xMin)} to ${write(xMax)}`
      return `${label}: ${write(x)}${range}`
    },
  }
}

/** Writes each number at the right of its error bar. */
function valueLabels(
  points: readonly DrawnPoint[],
  write: (value: number) => string,
  theme: ChartTheme,
): Plugin {
  return {
    id: 'value-labels',
    afterDatasetsDraw(chart: Chart) {
      const { ctx, scales } = chart
      ctx.save()
      ctx.font = `500 12px ${theme.font}`
      ctx.fillStyle = theme.text
      ctx.textBaseline = 'middle'
      ctx.textAlign = 'left'
      for (const { x, y, xMax = x } of points) {
        if (Number.isNaN(x)) continue
        ctx.fillText(
          write(x),
          scales['x']!.getPixelForValue(Math.max(x, xMax)) + 8,
          scales['y']!.getPixelForValue(y),
        )
      }
      ctx.restore()
    },
  }
}
