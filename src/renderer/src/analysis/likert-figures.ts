import type { LikertDistribution } from '../../../shared/analysis-likert'
import type { FigureSpec } from '../charts/figure-spec'
import { intervalChart, intervalHeightPx, type IntervalChart } from '../charts/interval-chart'
import { shareChart, shareHeightPx, type SharePart } from '../charts/share-chart'
import { asPoint, columns, type FigureContext } from './figure-context'

/** From least to most reasonable, told apart without colour vision (after ColorBrewer's PuOr). */
const scaleColours = ['#B35806', '#F1A340', '#D8DAEB', '#998EC3', '#542788']

/** Points that maps were given on a scale. */
export function likertFigures(context: FigureContext): FigureSpec[] {
  const { likert } = context.analysis
  if (likert === null) return []
  return [
    distribution(context, 'Ratings on the scale', likert.byModel),
    means(context, likert.byModel),
    ...(likert.byModelAndClass.length > 0
      ? [distribution(context, 'Ratings on the scale by class', likert.byModelAndClass)]
      : []),
  ]
}

function distribution(
  context: FigureContext,
  title: string,
  distributions: readonly LikertDistribution[],
): FigureSpec {
  const { format, n } = context
  const points = distributions[0]?.points.map(({ point }) => String(point)) ?? []
  const bars = distributions.map((each) => {
    const total = each.points.reduce((sum, { count }) => sum + count, 0)
    return {
      label: nameOf(each, context),
      shares: each.points.map(({ count }) => (total === 0 ? 0 : count / total)),
    }
  })
  return {
    title,
    caption: `Share of answers at each point of the scale, from least to most reasonable; "I don't know" is in the table only. ${n}`,
    chart: (theme) => shareChart(bars, scaleParts(points), theme),
    heightPx: shareHeightPx(bars.length),
    table: {
      columns: columns('Model', [
        ...points,
        "I don't know",
        'Mean',
        'Its interval',
        'Median',
        'Interval of the median',
      ]),
      rows: distributions.map((each) => [
        nameOf(each, context),
        ...each.points.map(({ count }) => String(count)),
        String(each.dontKnow),
        format.decimal(each.mean.estimate, 2),
        format.range(each.mean.interval, 2),
        format.decimal(each.median.estimate, 1),
        format.range(each.median.interval, 1),
      ]),
    },
    pickOfPoint: (_dataset, index) => pickOf(distributions[index]!),
    pickOfRow: (row) => pickOf(distributions[row]!),
  }
}

function means(context: FigureContext, byModel: readonly LikertDistribution[]): FigureSpec {
  const { format, n, colourOf } = context
  const points = byModel[0]?.points.map(({ point }) => point) ?? []
  const chart: IntervalChart = {
    rows: byModel.map((each) => nameOf(each, context)),
    series: byModel.map((each, index) => ({
      name: nameOf(each, context),
      colour: colourOf(each.modelId),
      values: byModel.map((_, other) => (other === index ? asPoint(each.mean) : null)),
    })),
    axis: {
      title: 'mean point of the scale',
      from: Math.min(...points),
      to: Math.max(...points),
      write: (value) => value.toFixed(2),
    },
    isDodged: false,
  }
  return {
    title: 'Mean rating by model',
    caption: `${byModel[0]?.mean.method ?? ''}. ${n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart),
    table: {
      columns: columns('Model', ['Mean', 'Interval', 'Ratings']),
      rows: byModel.map((each) => [
        nameOf(each, context),
        format.decimal(each.mean.estimate, 2),
        format.range(each.mean.interval, 2),
        String(each.mean.n),
      ]),
    },
    pickOfPoint: (_dataset, index) => pickOf(byModel[index]!),
    pickOfRow: (row) => pickOf(byModel[row]!),
  }
}

function scaleParts(points: readonly string[]): SharePart[] {
  const step = points.length > 1 ? (scaleColours.length - 1) / (points.length - 1) : 0
  return points.map((name, index) => ({ name, colour: scaleColours[Math.round(index * step)]! }))
}

function nameOf({ modelId, className }: LikertDistribution, context: FigureContext): string {
  const name = context.nameOf(modelId)
  return className === null ? name : `${className}: ${name}`
}

function pickOf({ modelId, className }: LikertDistribution) {
  return { modelId, ...(className === null ? {} : { className }) }
}
