import type { Estimate } from '../../../shared/analysis-estimate'
import type { SweetSpot } from '../../../shared/analysis-sweet-spot'
import type { CprPoint, CprSeries } from '../charts/cpr-chart'
import type { FigureTable } from '../charts/figure-table'
import { seriesColour } from '../charts/palette'
import { decimal, decimalRange } from './estimate-text'

/** The human measure and the networks' own accuracy against CPR. */
export function sweetSpotSeries({ measure, points }: SweetSpot): CprSeries[] {
  const pick = (of: (point: SweetSpot['points'][number]) => Estimate | null): CprPoint[] =>
    points.flatMap((point) => {
      const estimate = of(point)
      if (estimate === null || estimate.estimate === null) return []
      const { interval } = estimate
      return [
        {
          cpr: point.cpr,
          value: estimate.estimate,
          low: interval?.lower ?? null,
          high: interval?.upper ?? null,
        },
      ]
    })
  return [
    { name: measure, colour: seriesColour(4), points: pick(({ human }) => human) },
    { name: 'network accuracy', colour: seriesColour(0), points: pick(({ modelAccuracy }) => modelAccuracy) },
  ].filter((series) => series.points.length > 0)
}

/** The same with each model's difference from the unpruned one. */
export function sweetSpotTable({ measure, points, differences }: SweetSpot): FigureTable {
  const columns = [
    { label: 'Model', isNumber: false },
    ...[
      'CPR',
      measure,
      'joint 95 %',
      'difference from the first',
      'joint 95 % of the difference',
      'network accuracy',
    ].map((label) => ({ label, isNumber: true })),
  ]
  const rows = points.map((point) => {
    const difference = differences.find(({ modelId }) => modelId === point.modelId)?.difference
    return [
      point.label,
      String(Number(point.cpr.toPrecision(4))),
      decimal(point.human.estimate),
      decimalRange(point.human),
      difference ? decimal(difference.estimate) : '–',
      difference ? decimalRange(difference) : '–',
      decimal(point.modelAccuracy?.estimate ?? null),
    ]
  })
  return { columns, rows }
}
