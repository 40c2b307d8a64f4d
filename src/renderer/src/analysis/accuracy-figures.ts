import type { ModelAccuracy, Share } from '../../../shared/analysis-accuracy'
import type { FigureSpec } from '../charts/figure-spec'
import { intervalChart, intervalHeightPx, type IntervalChart } from '../charts/interval-chart'
import { asPoint, columns, type FigureContext } from './figure-context'

/** How often people named the true class, by model, by class and by both; and how often they did not know. */
export function accuracyFigures(context: FigureContext): FigureSpec[] {
  const { accuracy } = context.analysis
  if (accuracy === null) return []
  const { byModel, byClass, byModelAndClass, overall } = accuracy
  return [
    byModels(context, {
      title: 'Human accuracy by model',
      what: '"I don\'t know" is not correct.',
      rows: [...byModel, overall],
      shareOf: (row) => row.accuracy,
    }),
    byClasses(context, byClass, byModelAndClass),
    byModels(context, {
      title: '"I don\'t know" by model',
      what: 'Answers "I don\'t know / none of the above".',
      rows: [...byModel, overall],
      shareOf: (row) => row.dontKnow,
    }),
  ]
}

interface ByModels {
  readonly title: string
  readonly what: string
  readonly rows: readonly ModelAccuracy[]
  readonly shareOf: (row: ModelAccuracy) => Share
}

const allColour = '#77828c'

function byModels(context: FigureContext, { title, what, rows, shareOf }: ByModels): FigureSpec {
  const { nameOf, colourOf, n } = context
  const chart: IntervalChart = {
    rows: rows.map(({ modelId }) => nameOf(modelId)),
    series: rows.map((row, index) => ({
      name: nameOf(row.modelId),
      colour: row.modelId === null ? allColour : colourOf(row.modelId),
      values: rows.map((_, other) => (other === index ? asPoint(shareOf(row).clustered) : null)),
    })),
    axis: { title: 'share of ratings', isShare: true, from: 0, to: 1 },
    isDodged: false,
  }
  const pickOfRow = (row: number) => pickOf(rows[row]!)
  return {
    title,
    caption: `${what} ${shareOf(rows[0]!).clustered.method}. ${n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart),
    table: {
      columns: columns('Model', shareColumns),
      rows: rows.map((row) => [nameOf(row.modelId), ...shareCells(shareOf(row), context)]),
    },
    pickOfPoint: (_dataset, index) => pickOfRow(index),
    pickOfRow,
  }
}

function byClasses(
  context: FigureContext,
  byClass: readonly ModelAccuracy[],
  byModelAndClass: readonly ModelAccuracy[],
): FigureSpec {
  const { nameOf, colourOf, n } = context
  const classes = byClass
    .toSorted((a, b) => (b.accuracy.wilson.estimate ?? 0) - (a.accuracy.wilson.estimate ?? 0))
    .map(({ className }) => className!)
  const modelIds = [...new Set(byModelAndClass.map(({ modelId }) => modelId!))]
  const find = (modelId: string | null, className: string) =>
    [...byModelAndClass, ...byClass].find((row) => row.modelId === modelId && row.className === className)
  const chart: IntervalChart = {
    rows: classes,
    series: modelIds.map((modelId) => ({
      name: nameOf(modelId),
      colour: colourOf(modelId),
      values: classes.map((className) => {
        const row = find(modelId, className)
        return row ? asPoint(row.accuracy.clustered) : null
      }),
    })),
    axis: { title: 'share of ratings that are correct', isShare: true, from: 0, to: 1 },
  }
  const rows = classes.flatMap((className) =>
    [null, ...modelIds].flatMap((modelId) => find(modelId, className) ?? []),
  )
  return {
    title: 'Human accuracy by class',
    caption: `Easiest class first. ${byClass[0]?.accuracy.clustered.method ?? ''}. ${n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart),
    table: {
      columns: columns('Class', ['Model', ...shareColumns, "I don't know"], ['Model']),
      rows: rows.map((row) => [
        row.className!,
        nameOf(row.modelId),
        ...shareCells(row.accuracy, context),
        String(row.dontKnow.successes),
      ]),
    },
    pickOfPoint: (dataset, index) => ({ modelId: modelIds[dataset]!, className: classes[index]! }),
    pickOfRow: (row) => pickOf(rows[row]!),
  }
}

function pickOf({ modelId, className }: ModelAccuracy) {
  return { ...(modelId === null ? {} : { modelId }), ...(className === null ? {} : { className }) }
}

const shareColumns = [
  'Count',
  'Ratings',
  'Share',
  'Clustered interval',
  "Wilson's interval",
  'Bootstrap interval',
]

function shareCells(
  { successes, total, wilson, clustered, bootstrap }: Share,
  { format }: FigureContext,
): string[] {
  return [
    String(successes),
    String(total),
    format.share(wilson.estimate),
    format.shareRange(clustered.interval),
    format.shareRange(wilson.interval),
    format.shareRange(bootstrap.interval),
  ]
}
