import type { FigureSpec } from '../charts/figure-spec'
import { intervalChart, intervalHeightPx, type IntervalChart } from '../charts/interval-chart'
import { asPoint, columns, type FigureContext } from './figure-context'

/** How long people take, and whether the quick ones are right less often. */
export function timeFigures(context: FigureContext): FigureSpec[] {
  const { measured, byModel, speedAccuracy } = context.analysis.responseTimes
  if (measured === 0) return []
  return [
    ...(byModel.length > 0 ? [medians(context)] : []),
    ...(speedAccuracy.length > 0 ? [speed(context)] : []),
  ]
}

const number = new Intl.NumberFormat('en')

function seconds(value: number): string {
  return `${(value / 1000).toFixed(2)} s`
}

function medians(context: FigureContext): FigureSpec {
  const { byModel, outlierRule, measured, outliers } = context.analysis.responseTimes
  const groups = byModel.map(({ modelId, medianMs }) => {
    const ids = modelId.split(' / ')
    const isOne = ids.length === 1
    const modelPair: [string, string] = [ids[0]!, ids[1] ?? ids[0]!]
    return {
      name: ids.map((id) => context.nameOf(id)).join(' or '),
      colour: isOne ? context.colourOf(modelId) : '#0072B2',
      pick: isOne ? { modelId } : { modelPair },
      medianMs,
    }
  })
  const chart: IntervalChart = {
    rows: groups.map(({ name }) => name),
    series: groups.map(({ name, colour, medianMs }, index) => ({
      name,
      colour,
      values: groups.map((_, other) => (other === index ? asPoint(medianMs) : null)),
    })),
    axis: {
      title: 'median response time (ms)',
      from: 0,
      write: (ms) => `${number.format(Math.round(ms))} ms`,
    },
    isDodged: false,
  }
  const pickOfRow = (row: number) => groups[row]!.pick
  return {
    title: 'Response times',
    caption: `${groups[0]!.medianMs.method}. ${outlierRule}. ${number.format(outliers)} of ${number.format(measured)} measured times are outliers.`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart),
    table: {
      columns: columns('Model', ['Median (ms)', 'Interval (ms)', 'Times']),
      rows: groups.map(({ name, medianMs }) => [
        name,
        context.format.decimal(medianMs.estimate, 0),
        context.format.range(medianMs.interval, 0),
        String(medianMs.n),
      ]),
    },
    pickOfPoint: (_dataset, index) => pickOfRow(index),
    pickOfRow,
  }
}

const quarters = ['quickest', 'quick', 'slow', 'slowest'] as const

function speed(context: FigureContext): FigureSpec {
  const { format, n } = context
  const { speedAccuracy } = context.analysis.responseTimes
  const nameOf = ({ quarter, medianMs }: (typeof speedAccuracy)[number]) =>
    `${quarters[quarter - 1] ?? quarter} quarter (${seconds(medianMs)})`
  const chart: IntervalChart = {
    rows: speedAccuracy.map(nameOf),
    series: [
      {
        name: 'accuracy',
        colour: '#0072B2',
        values: speedAccuracy.map(({ accuracy }) => asPoint(accuracy.clustered)),
      },
    ],
    axis: { title: 'share of ratings that are correct', isShare: true, from: 0, to: 1 },
  }
  return {
    title: 'Speed and accuracy',
    caption: `Accuracy in each quarter of every rater's own times, with the median time of the quarter. ${speedAccuracy[0]!.accuracy.clustered.method}. ${n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart),
    table: {
      columns: columns('Quarter', ['Median (ms)', 'Correct', 'Ratings', 'Accuracy', 'Clustered interval']),
      rows: speedAccuracy.map((each) => [
        quarters[each.quarter - 1] ?? String(each.quarter),
        format.decimal(each.medianMs, 0),
        String(each.accuracy.successes),
        String(each.accuracy.total),
        format.share(each.accuracy.clustered.estimate),
        format.shareRange(each.accuracy.clustered.interval),
      ]),
    },
  }
}
