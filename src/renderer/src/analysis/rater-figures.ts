import { countText } from '../../../shared/count-text'
import type { CarelessnessSign, RaterQuality } from '../../../shared/analysis-raters'
import type { FigureSpec } from '../charts/figure-spec'
import type { NumberFormat } from '../charts/number-format'
import { raterChart } from '../charts/rater-chart'
import { columns } from './figure-context'

const signWords = {
  'failed-checks': 'failed attention checks',
  'too-fast': 'too fast',
  'straight-lining': 'one answer nearly always',
} as const satisfies Record<CarelessnessSign, string>

/** What is known of every rater's care. It tells nothing of effects, and may be looked at while they are hidden. */
export function raterFigures(
  raters: readonly RaterQuality[],
  { format, n }: { readonly format: NumberFormat; readonly n: string },
): FigureSpec[] {
  const hasTimes = raters.some(({ medianMs }) => medianMs !== null)
  const drawn = hasTimes ? raters.filter(({ medianMs }) => medianMs !== null) : raters
  const points = drawn.map(({ raterId, medianMs, ratings, commonestShare, signs }) => ({
    name: `${raterId}: ${countText(ratings, 'rating')}${signs.length > 0 ? `, ${signs.map((sign) => signWords[sign]).join(', ')}` : ''}`,
    x: hasTimes ? medianMs! / 1000 : ratings,
    y: commonestShare,
    isFlagged: signs.length > 0,
  }))
  const axes = {
    x: hasTimes ? 'median response time (s)' : 'ratings given',
    y: 'share of the answer given most often',
  }
  const raterAt = (dataset: number, index: number) =>
    drawn.filter(({ signs }) => signs.length > 0 === (dataset === 1))[index]!
  return [
    {
      title: 'Raters',
      caption: `Each point is a rater. Signs of carelessness: more than a third of the checks failed (at least two), more than 10 % of answers too fast, or one answer (with pairs: one side) in at least 90 % of 20 or more ratings. Filters do not change who counts as careless. ${n}`,
      chart: (theme) => raterChart(points, axes, theme),
      heightPx: 320,
      table: {
        columns: columns(
          'Rater',
          [
            'Ratings',
            'Median (ms)',
            'Too fast',
            'Commonest answer',
            'Checks shown',
            'Checks failed',
            'Signs',
          ],
          ['Signs'],
        ),
        rows: raters.map((rater) => [
          rater.raterId,
          String(rater.ratings),
          format.decimal(rater.medianMs, 0),
          format.share(rater.fastShare),
          format.share(rater.commonestShare),
          String(rater.checksShown),
          String(rater.checksFailed),
          rater.signs.map((sign) => signWords[sign]).join(', ') || 'none',
        ]),
      },
      pickOfPoint: (dataset, index) => ({ raterId: raterAt(dataset, index).raterId }),
      pickOfRow: (row) => ({ raterId: raters[row]!.raterId }),
    },
  ]
}
