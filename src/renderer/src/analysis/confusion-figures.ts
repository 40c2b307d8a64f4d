import { countText } from '../../../shared/count-text'
import type { Confusion } from '../../../shared/analysis-accuracy'
import type { FigureSpec } from '../charts/figure-spec'
import { heatMapChart, heatMapHeightPx } from '../charts/heat-map-chart'
import { columns, type FigureContext } from './figure-context'

/** Who said what about which class: of people, and of people where the model said something. */
export function confusionFigures(context: FigureContext): FigureSpec[] {
  const { accuracy } = context.analysis
  if (accuracy === null) return []
  return [
    ...accuracy.confusions.map((confusion) => figureOf(confusion, context, 'true class')),
    ...accuracy.humanAgainstModel.map((confusion) => figureOf(confusion, context, "model's class")),
  ]
}

function figureOf(
  confusion: Confusion,
  { nameOf, format }: FigureContext,
  rowTitle: 'true class' | "model's class",
): FigureSpec {
  const { rows, counts, modelId, method, n } = confusion
  const answers = confusion.columns.map((answer) => answer ?? "I don't know")
  const map = { rows, columns: answers, counts, rowTitle, columnTitle: 'answer of raters' }
  const subject = rowTitle === 'true class' ? 'Human confusions' : 'Human against model'
  const cellAt = (row: number, column: number) => ({
    // The list of stimuli knows true classes only.
    ...(rowTitle === 'true class' ? { className: rows[row]! } : {}),
    ...(modelId === null ? {} : { modelId }),
    answer: confusion.columns[column]!,
  })
  const shares = counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count) => (total === 0 ? null : count / total))
  })
  return {
    title: `${subject}: ${nameOf(modelId)}`,
    caption: `${method}. Counts, and per cent of the row. n = ${countText(n, 'rating')}.`,
    chart: (theme) => heatMapChart(map, theme),
    heightPx: heatMapHeightPx(map),
    table: {
      columns: columns(
        rowTitle,
        answers.flatMap((answer) => [answer, `${answer}, share of row`]),
      ),
      rows: rows.map((name, row) => [
        name,
        ...counts[row]!.flatMap((count, column) => [String(count), format.share(shares[row]![column]!)]),
      ]),
    },
    pickOfPoint: (_dataset, index) => cellAt(Math.floor(index / answers.length), index % answers.length),
    pickOfRow: (row) => ({
      ...(rowTitle === 'true class' ? { className: rows[row]! } : {}),
      ...(modelId === null ? {} : { modelId }),
    }),
  }
}
