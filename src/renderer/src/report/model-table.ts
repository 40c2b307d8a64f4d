import type { AccuracyReport } from '../../../shared/jobs'
import type { ReportModel } from '../../../shared/report'
import type { CprPoint, CprSeries } from '../charts/cpr-chart'
import { percent, type FigureTable } from '../charts/figure-table'
import { seriesColour } from '../charts/palette'

const number = new Intl.NumberFormat('en')

/** Every model with its size, its accuracies and how well its maps meet the object. */
export function modelTable(models: readonly ReportModel[]): FigureTable {
  const extras = extraTestNames(models)
  const isScored = models.some(({ mapScore }) => mapScore !== null)
  const columns = [
    { label: 'Model', isNumber: false },
    ...[
      'CPR',
      'Weights not zero',
      'Top-1, test',
      'Top-5, test',
      ...extras.map((name) => `Top-1, ${name}`),
      ...(isScored ? ['Pointing game', 'Energy on object'] : []),
    ].map((label) => ({ label, isNumber: true })),
  ]
  const rows = models.map((model) => [
    model.name,
    String(Number(model.cpr.toPrecision(4))),
    model.nonZeroCount === null ? 'only ratings known' : number.format(model.nonZeroCount),
    percent(model.test?.top1 ?? null),
    percent(model.test?.top5 ?? null),
    ...extras.map((name) => percent(model.extraTests[name]?.top1 ?? null)),
    ...(isScored
      ? [percent(model.mapScore?.pointingGame ?? null), percent(model.mapScore?.energyInside ?? null)]
      : []),
  ])
  return { columns, rows }
}

/** The networks' own accuracy against CPR, one line a test set. */
export function networkSeries(models: readonly ReportModel[]): CprSeries[] {
  const pick = (
    name: string,
    of: (model: ReportModel) => AccuracyReport | null,
    index: number,
  ): CprSeries => ({
    name,
    colour: seriesColour(index),
    points: models.flatMap((model): CprPoint[] => {
      const accuracy = of(model)
      return accuracy ? [{ cpr: model.cpr, value: accuracy.top1, ...wilson(accuracy) }] : []
    }),
  })
  return [
    pick('test images', ({ test }) => test, 0),
    ...extraTestNames(models).map((name, index) =>
      pick(name, (model) => model.extraTests[name] ?? null, index + 1),
    ),
  ].filter(({ points }) => points.length > 0)
}

function extraTestNames(models: readonly ReportModel[]): string[] {
  return [...new Set(models.flatMap(({ extraTests }) => Object.keys(extraTests)))]
}

/** Standard normal quantile of .975. */
const z = 1.959963984540054

/** Wilson's 95 % interval of a share of `count` images. */
function wilson({ top1, count }: AccuracyReport): { low: number; high: number } {
  const centre = (top1 + z ** 2 / (2 * count)) / (1 + z ** 2 / count)
  const half = (z / (1 + z ** 2 / count)) * Math.sqrt((top1 * (1 - top1)) / count + z ** 2 / (4 * count ** 2))
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}
