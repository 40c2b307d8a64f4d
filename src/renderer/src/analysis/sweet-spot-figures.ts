import type { Estimate } from '../../../shared/analysis-estimate'
import type { SweetSpot } from '../../../shared/analysis-sweet-spot'
import { cprChart, type CprPoint, type CprSeries } from '../charts/cpr-chart'
import type { FigureSpec } from '../charts/figure-spec'
import type { NumberFormat } from '../charts/number-format'
import { seriesColour } from '../charts/palette'
import { columns } from './figure-context'

/** The human measure against the compression rate, beside the networks' own accuracy where both are shares. */
export function sweetSpotFigures(
  sweetSpot: SweetSpot | null,
  { format, n }: { readonly format: NumberFormat; readonly n: string },
): FigureSpec[] {
  if (sweetSpot === null) return []
  const { measure, points } = sweetSpot
  const isShare = measure === 'human accuracy'
  const series = curves(sweetSpot)
  return [
    {
      title: `Sweet spot: ${measure} against CPR`,
      caption: `${points[0]?.human.method ?? ''}. Intervals are joint: all hold at once. ${n}`,
      chart: (theme) => cprChart(series, { title: measure, isShare }, theme),
      table: sweetSpotTable(sweetSpot, format),
      heightPx: 340,
      pickOfPoint: (_dataset, index) => ({ modelId: points[index]!.modelId }),
      pickOfRow: (row) => ({ modelId: points[row]!.modelId }),
    },
  ]
}

function curves({ measure, points }: SweetSpot): CprSeries[] {
  const pick = (of: (point: SweetSpot['points'][number]) => Estimate | null): CprPoint[] =>
    points.flatMap((point) => {
      const estimate = of(point)
      if (estimate === null || estimate.estimate === null) return []
      const { interval } = estimate
      const bounds = { low: interval?.lower ?? null, high: interval?.upper ?? null }
      return [{ cpr: point.cpr, value: estimate.estimate, ...bounds }]
    })
  const human = { name: measure, colour: seriesColour(4), points: pick((point) => point.human) }
  const network = {
    name: 'network accuracy',
    colour: seriesColour(0),
    points: measure === 'human accuracy' ? pick((point) => point.modelAccuracy) : [],
  }
  return [human, network].filter((series) => series.points.length > 0)
}

function sweetSpotTable({ measure, points, differences }: SweetSpot, format: NumberFormat) {
  const findings = {
    better: 'better',
    'not-worse': 'not worse by more than 5 points',
    worse: 'worse',
    open: 'open',
  } as const
  return {
    columns: columns(
      'Model',
      [
        'CPR',
        measure,
        'Joint interval',
        'Difference from the first',
        'Its joint interval',
        'Finding',
        'Network accuracy',
      ],
      ['Finding'],
    ),
    rows: points.map((point) => {
      const found = differences.find(({ modelId }) => modelId === point.modelId)
      return [
        point.label,
        String(Number(point.cpr.toPrecision(4))),
        format.decimal(point.human.estimate),
        format.range(point.human.interval),
        format.decimal(found?.difference.estimate ?? null),
        format.range(found?.difference.interval ?? null),
        found ? findings[found.finding] : 'compared with',
        format.decimal(point.modelAccuracy?.estimate ?? null),
      ]
    }),
  }
}
