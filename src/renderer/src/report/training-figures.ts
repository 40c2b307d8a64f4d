import type { ReportModel } from '../../../shared/report'
import { percent, type FigureTable } from '../charts/figure-table'
import type { LineSeries } from '../charts/line-chart'
import { seriesColour } from '../charts/palette'

/** Validation accuracy by epoch of every model that was trained for more than one. */
export function trainingSeries(models: readonly ReportModel[]): LineSeries[] {
  return models.flatMap(({ name, epochs }, index) =>
    epochs.length < 2
      ? []
      : [
          {
            name,
            colour: seriesColour(index),
            points: epochs.map(({ validationTop1 }, epoch) => ({ x: epoch + 1, y: validationTop1 })),
          },
        ],
  )
}

/** Every epoch of every model. */
export function trainingTable(models: readonly ReportModel[]): FigureTable {
  const columns = [
    { label: 'Model', isNumber: false },
    ...['Epoch', 'Training loss', 'Training accuracy', 'Validation accuracy'].map((label) => ({
      label,
      isNumber: true,
    })),
  ]
  const rows = models.flatMap(({ name, epochs }) =>
    epochs.map(({ trainLoss, trainTop1, validationTop1 }, epoch) => [
      name,
      String(epoch + 1),
      trainLoss.toFixed(3),
      percent(trainTop1),
      percent(validationTop1),
    ]),
  )
  return { columns, rows }
}
