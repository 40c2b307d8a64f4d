import { countText } from '../../../shared/count-text'
import type { StudySize } from '../../../shared/analysis-design-questions'
import type { PlanSimulation } from '../../../shared/analysis-planning'
import type { FigureSpec } from '../charts/figure-spec'
import { intervalChart, intervalHeightPx, type IntervalChart } from '../charts/interval-chart'
import { shortFormat } from '../charts/number-format'
import { asPoint, columns } from './figure-context'

/** What a study of a size could show. Nobody has rated anything, and the title says so. */
export function planningFigures(simulation: PlanSimulation, size: StudySize): FigureSpec[] {
  const { comparisons, alpha, ratings } = simulation
  const chart: IntervalChart = {
    rows: comparisons.map(({ comparison }) => comparison),
    series: [{ name: 'power', colour: '#0072B2', values: comparisons.map(({ power }) => asPoint(power)) }],
    axis: { title: 'power: share of studies that find the difference', isShare: true, from: 0, to: 1 },
    references: [{ value: 0.8, label: '80 %' }],
  }
  const format = shortFormat
  return [
    {
      title: 'Power (SIMULATED studies)',
      caption: `${countText(size.raters, 'rater')}, ${countText(size.imagesPerClass, 'image')} of each class, ${countText(size.ratingsPerItem, 'rating')} of each item: ${countText(ratings, 'rating')}. ${comparisons[0]?.power.method ?? ''}.`,
      chart: (theme) => intervalChart(chart, theme),
      heightPx: intervalHeightPx(chart) + 14,
      table: {
        columns: columns('Comparison', [
          'Power',
          'Its interval',
          'Half-width of the difference',
          'Middle of the half-widths',
        ]),
        rows: [
          ...comparisons.map(({ comparison, power, halfWidth }) => [
            comparison,
            format.share(power.estimate),
            format.shareRange(power.interval),
            format.decimal(halfWidth.estimate),
            format.range(halfWidth.interval),
          ]),
          ["Krippendorff's alpha", format.decimal(alpha.estimate), format.range(alpha.interval), '–', '–'],
        ],
      },
    },
  ]
}
