import type { PairPreference, PreferenceResult } from '../../../shared/analysis-preference'
import type { FigureSpec } from '../charts/figure-spec'
import { intervalChart, intervalHeightPx, type IntervalChart } from '../charts/interval-chart'
import { shareChart, shareHeightPx, type SharePart } from '../charts/share-chart'
import { asPoint, columns, type FigureContext } from './figure-context'

/** The parts of every bar, in the order in which the pair's name has its models. */
const parts: readonly SharePart[] = [
  { name: 'first model preferred', colour: '#0072B2' },
  { name: 'both equally reasonable', colour: '#9aa4ad' },
  { name: 'second model preferred', colour: '#E69F00' },
]

/** Which of two maps people find more reasonable. */
export function preferenceFigures(context: FigureContext): FigureSpec[] {
  const { preferences } = context.analysis
  if (preferences === null) return []
  const overall = preferences.pairs.filter(({ className }) => className === null)
  const byClass = preferences.pairs.filter(({ className }) => className !== null)
  if (overall.length === 0) return []
  return [
    answers(context, { title: 'Preferences', pairs: overall, hasTotal: overall.length > 1 }),
    preferredShares(context, overall),
    strengths(context, preferences),
    ...(byClass.length > 0
      ? [answers(context, { title: 'Preferences by class', pairs: byClass, hasTotal: false })]
      : []),
  ]
}

interface Answers {
  readonly title: string
  readonly pairs: readonly PairPreference[]
  /** Whether the table ends with all pairs together. */
  readonly hasTotal: boolean
}

function answers(context: FigureContext, { title, pairs, hasTotal }: Answers): FigureSpec {
  const { format, n } = context
  const nameOf = (pair: PairPreference) => pairName(pair, context)
  const bars = pairs.map((pair) => {
    const total = pair.firstPreferred + pair.equal + pair.secondPreferred
    return {
      label: nameOf(pair),
      shares: [pair.firstPreferred, pair.equal, pair.secondPreferred].map((count) =>
        total === 0 ? 0 : count / total,
      ),
    }
  })
  const row = (name: string, first: number, equal: number, second: number) => {
    const total = first + equal + second
    const share = (count: number) => format.share(total === 0 ? null : count / total)
    return [
      name,
      String(first),
      String(equal),
      String(second),
      String(total),
      share(first),
      share(equal),
      share(second),
    ]
  }
  const sum = (of: (pair: PairPreference) => number) => pairs.reduce((total, pair) => total + of(pair), 0)
  const total = row(
    'all pairs',
    sum(({ firstPreferred }) => firstPreferred),
    sum(({ equal }) => equal),
    sum(({ secondPreferred }) => secondPreferred),
  )
  const pickOfRow = (index: number) => (pairs[index] ? pickOf(pairs[index]) : null)
  return {
    title,
    caption: `Share of answers for each pair of models; which map stood left is random. ${n}`,
    chart: (theme) => shareChart(bars, parts, theme),
    heightPx: shareHeightPx(bars.length),
    table: {
      columns: columns('Pair', [
        'First preferred',
        'Equal',
        'Second preferred',
        'Ratings',
        'First, share',
        'Equal, share',
        'Second, share',
      ]),
      rows: [
        ...pairs.map((pair) => row(nameOf(pair), pair.firstPreferred, pair.equal, pair.secondPreferred)),
        ...(hasTotal ? [total] : []),
      ],
    },
    pickOfPoint: (_dataset, index) => pickOfRow(index),
    pickOfRow,
  }
}

function preferredShares(context: FigureContext, pairs: readonly PairPreference[]): FigureSpec {
  const { format, n } = context
  const chart: IntervalChart = {
    rows: pairs.map((pair) => pairName(pair, context)),
    series: [
      {
        name: 'first preferred, of those with a preference',
        colour: '#0072B2',
        values: pairs.map(({ firstShare }) => asPoint(firstShare.clustered)),
      },
    ],
    axis: {
      title: 'share that prefers the first, of those with a preference',
      isShare: true,
      from: 0,
      to: 1,
    },
    references: [{ value: 0.5, label: 'no preference' }],
  }
  return {
    title: 'Share that prefers the first of two models',
    caption: `Of a pair "A or B", the share that prefers A; answers "both equally" are left out. ${pairs[0]!.firstShare.clustered.method}. ${n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart) + 14,
    table: {
      columns: columns('Pair', [
        'Share',
        'Clustered interval',
        "Wilson's interval",
        'With a preference',
        'p, clustered, Holm',
      ]),
      rows: pairs.map((pair) => [
        pairName(pair, context),
        format.share(pair.firstShare.wilson.estimate),
        format.shareRange(pair.firstShare.clustered.interval),
        format.shareRange(pair.firstShare.wilson.interval),
        String(pair.firstShare.total),
        format.p(pair.tests[0]?.holmP ?? pair.tests[0]?.p ?? null),
      ]),
    },
    pickOfPoint: (_dataset, index) => pickOf(pairs[index]!),
    pickOfRow: (row) => pickOf(pairs[row]!),
  }
}

function strengths(context: FigureContext, { bradleyTerry }: PreferenceResult): FigureSpec {
  const { format, nameOf, colourOf, n } = context
  const overall = bradleyTerry.find(({ className }) => className === null)!
  const models = overall.strengths
  const chart: IntervalChart = {
    rows: models.map(({ modelId }) => nameOf(modelId)),
    series: models.map(({ modelId, logStrength }, index) => ({
      name: nameOf(modelId),
      colour: colourOf(modelId),
      values: models.map((_, other) => (other === index ? asPoint(logStrength) : null)),
    })),
    axis: { title: 'log strength (0: as strong as all together)' },
    references: [{ value: 0, label: 'mean' }],
    isDodged: false,
  }
  const rows = bradleyTerry.flatMap(({ className, strengths: own }) =>
    own.map((strength) => ({ className, ...strength })),
  )
  return {
    title: "Strength of preference (Davidson's model)",
    caption: `${models[0]?.logStrength.method ?? overall.tieParameter.method}. ν, which stands for ties: ${format.decimal(overall.tieParameter.estimate)}. ${n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart) + 14,
    table: {
      columns: columns(
        'Model',
        ['Class', 'Log strength', 'Interval', 'Standard error, clustered', 'Standard error of the model'],
        ['Class'],
      ),
      rows: rows.map(
        ({ className, modelId, logStrength, clusteredStandardError, modelBasedStandardError }) => [
          nameOf(modelId),
          className ?? 'all classes',
          format.decimal(logStrength.estimate),
          format.range(logStrength.interval),
          format.decimal(clusteredStandardError),
          format.decimal(modelBasedStandardError),
        ],
      ),
    },
    pickOfPoint: (_dataset, index) => ({ modelId: models[index]!.modelId }),
    pickOfRow: (row) => ({
      modelId: rows[row]!.modelId,
      ...(rows[row]!.className === null ? {} : { className: rows[row]!.className }),
    }),
  }
}

function pickOf({ firstModelId, secondModelId, className }: PairPreference) {
  const modelPair: [string, string] = [firstModelId, secondModelId]
  return { modelPair, ...(className === null ? {} : { className }) }
}

function pairName(
  { firstModelId, secondModelId, className }: PairPreference,
  { nameOf }: FigureContext,
): string {
  const pair = `${nameOf(firstModelId)} or ${nameOf(secondModelId)}`
  return className === null ? pair : `${className}: ${pair}`
}
