import type { SweetSpot } from '../../../shared/analysis-sweet-spot'
import { cprChart } from '../charts/cpr-chart'
import type { FigureSpec } from '../charts/figure-spec'
import type { NumberFormat } from '../charts/number-format'
import { columns } from './figure-context'
import { sweetSpotCurves } from './sweet-spot-curves'

/** The human measure against the compression rate, beside the networks' own accuracy where both are shares. */
export function sweetSpotFigures(
  sweetSpot: SweetSpot | null,
  { format, n }: { readonly format: NumberFormat; readonly n: string },
): FigureSpec[] {
  if (sweetSpot === null) return []
  const { measure, points } = sweetSpot
  const isShare = measure === 'human accuracy'
  const series = sweetSpotCurves(sweetSpot)
  return [
    {
      title: `Sweet spot: ${measure} against CPR`,
      caption: `${points[0]?.human.method ?? ''}. Intervals are joint: all hold at once. ${n}`,
      chart: (theme) => cprChart(series, { title: axisTitles[measure], isShare }, theme),
      table: sweetSpotTable(sweetSpot, format),
      heightPx: 340,
      pickOfPoint: (dataset, index) => ({ modelId: series[dataset]!.modelIds[index]! }),
      pickOfRow: (row) => ({ modelId: points[row]!.modelId }),
    },
  ]
}

const axisTitles = {
  'human accuracy': 'share of ratings or images',
  'preference strength': 'log strength of preference',
  'mean rating': 'mean rating (points of the scale)',
} as const satisfies Record<SweetSpot['measure'], string>

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
