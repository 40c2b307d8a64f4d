import type { AlphaInfluence, AlphaReading, AlphaResult } from '../../../shared/analysis-alpha'
import type { StimulusPick } from '../../../shared/rated-stimuli'
import type { FigureSpec } from '../charts/figure-spec'
import { intervalChart, intervalHeightPx, type IntervalChart } from '../charts/interval-chart'
import { asPoint, columns, type FigureContext } from './figure-context'

const readings = {
  rely: 'to rely on',
  tentative: 'tentative',
  discard: 'below the usual minimum',
  undefined: 'undefined: all ratings are the same',
} as const satisfies Record<AlphaReading, string>

const thresholds = [
  { value: 0.667, label: '.667' },
  { value: 0.8, label: '.800' },
]

/** A part of the ratings with its alpha. */
interface Group {
  readonly name: string
  readonly result: AlphaResult
  readonly colour: string
  readonly pick: StimulusPick | null
}

const plainColour = '#0072B2'

/** How far raters agree, in all and in parts, and without single items and raters. */
export function agreementFigures(context: FigureContext): FigureSpec[] {
  const { overall, coding, alternatives, byModel, byClass, bySite, itemInfluence, raterInfluence } =
    context.analysis.agreement
  const all: Group = { name: 'all ratings', result: overall, colour: '#77828c', pick: {} }
  const models = byModel.map(({ group, result }): Group => {
    const pair = group.split(' / ')
    const name = pair.map((id) => context.nameOf(id)).join(' or ')
    if (pair.length === 2) {
      return { name, result, colour: plainColour, pick: { modelPair: [pair[0]!, pair[1]!] } }
    }
    return { name, result, colour: context.colourOf(group), pick: { modelId: group } }
  })
  const classes = byClass.map(({ group, result }): Group => ({
    name: group,
    result,
    colour: plainColour,
    pick: { className: group },
  }))
  const sites = bySite.map(({ group, result }): Group => ({
    name: group,
    result,
    colour: plainColour,
    pick: null,
  }))
  const codings = [{ group: coding, result: overall }, ...alternatives].map(({ group, result }): Group => ({
    name: group,
    result,
    colour: plainColour,
    pick: null,
  }))
  return [
    alphas(context, "Krippendorff's alpha by model", [all, ...models]),
    ...(classes.length > 1
      ? [alphas(context, "Krippendorff's alpha by class", [all, ...classes], withinClasses)]
      : []),
    ...(sites.length > 1 ? [alphas(context, "Krippendorff's alpha by site", [all, ...sites])] : []),
    codingTable(context, codings),
    influences(context, 'items', itemInfluence),
    influences(context, 'raters', raterInfluence),
  ]
}

const withinClasses =
  'Within one class most answers name that class, which chance alone would bring about: alpha is low there even where most ' +
  'raters agree, and percent agreement, in the table, says the rest. '

function alphas(context: FigureContext, title: string, groups: readonly Group[], reading = ''): FigureSpec {
  const values = groups.flatMap(({ result: { alpha } }) => [alpha.estimate ?? 0, alpha.interval?.lower ?? 0])
  const chart: IntervalChart = {
    rows: groups.map(({ name }) => name),
    series: groups.map(({ name, colour, result }, index) => ({
      name,
      colour,
      values: groups.map((_, other) => (other === index ? asPoint(result.alpha) : null)),
    })),
    axis: {
      title: 'alpha (1: full agreement, 0: chance)',
      from: Math.floor(10 * Math.min(0, ...values)) / 10,
      to: 1,
    },
    references: thresholds,
    isDodged: false,
  }
  const pickOfRow = (row: number) => groups[row]!.pick
  return {
    title,
    caption: `${context.analysis.agreement.coding}. ${groups[0]!.result.alpha.method}. At least .800: to rely on; .667 to .800: tentative. ${reading}${context.n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart) + 14,
    table: alphaTable(groups, context),
    pickOfPoint: (_dataset, index) => pickOfRow(index),
    pickOfRow,
  }
}

function codingTable(context: FigureContext, groups: readonly Group[]): FigureSpec {
  return {
    title: 'Alpha with other codings',
    caption: `What counts as an answer changes alpha: the first line is the one to report, the others are for comparison. ${groups[0]!.result.alpha.method}. ${context.n}`,
    chart: null,
    table: alphaTable(groups, context),
  }
}

function alphaTable(groups: readonly Group[], { format }: FigureContext) {
  return {
    columns: columns(
      'Ratings',
      [
        'Alpha',
        'Interval',
        'Percent agreement',
        'Given',
        'Counted',
        'Items',
        'Raters',
        'P(alpha < .667)',
        'Reading',
      ],
      ['Reading'],
    ),
    rows: groups.map(({ name, result }) => [
      name,
      format.decimal(result.alpha.estimate),
      format.range(result.alpha.interval),
      format.share(result.percentAgreement.estimate),
      String(result.ratings),
      String(result.alpha.n),
      String(result.units),
      String(result.raters),
      format.p(result.belowMinimum.find(({ minimum }) => minimum === 0.667)?.probability ?? null),
      readingOf(result),
    ]),
  }
}

function readingOf({ reading, nearChance, units }: AlphaResult): string {
  if (reading === 'undefined' && units === 0) return 'undefined: no item has two ratings'
  return nearChance ? `${readings[reading]}; hardly better than chance` : readings[reading]
}

/** How many of the largest are drawn; the table has them all. */
const drawnInfluences = 15

function influences(
  context: FigureContext,
  what: 'items' | 'raters',
  all: readonly AlphaInfluence[],
): FigureSpec {
  const { format, n } = context
  const drawn = all.filter(({ change }) => change !== null).slice(0, drawnInfluences)
  const chart: IntervalChart = {
    rows: drawn.map(({ id }) => id),
    series: [
      {
        name: 'change of alpha',
        colour: plainColour,
        values: drawn.map(({ change }) => ({ value: change!, low: null, high: null })),
      },
    ],
    axis: {
      title: 'change of alpha without it',
      includes: 0,
      write: (value) => `${value > 0 ? '+' : ''}${value.toFixed(5)}`,
    },
    references: [{ value: 0, label: 'no change' }],
  }
  const pickOfRow = (row: number): StimulusPick =>
    what === 'items' ? { itemId: all[row]!.id } : { raterId: all[row]!.id }
  return {
    title: `Influence of ${what} on alpha`,
    caption: `Alpha without each one, minus alpha: above 0, raters would agree more without it. The ${drawn.length} largest are drawn, ${all.length} are in the table. ${n}`,
    chart: (theme) => intervalChart(chart, theme),
    heightPx: intervalHeightPx(chart) + 14,
    table: {
      columns: columns(what === 'items' ? 'Item' : 'Rater', ['Alpha without', 'Change', 'Ratings']),
      rows: all.map((each) => [
        each.id,
        format.decimal(each.alphaWithout),
        format.decimal(each.change, 5),
        String(each.ratings),
      ]),
    },
    pickOfPoint: (_dataset, index) => pickOfRow(all.indexOf(drawn[index]!)),
    pickOfRow,
  }
}
