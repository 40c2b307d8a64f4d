import type { Effect, TestResult } from '../../../shared/analysis-estimate'
import type { FigureSpec } from '../charts/figure-spec'
import { estimateText, type NumberFormat } from '../charts/number-format'
import { columns, type FigureContext } from './figure-context'

/** Every test with statistic, both p and every effect with its interval; how each was done stands in its last column. */
export function testFigures(context: FigureContext): FigureSpec[] {
  const tests = testsOf(context)
  if (tests.length === 0) return []
  const { format, n } = context
  const effectText = (effect: Effect) => `${effect.measure} ${estimateText(effect, format)}`
  return [
    {
      title: 'Tests',
      caption: `p is two-sided; read the one with Holm's correction where there is one. Effects stand with their intervals. ${n}`,
      chart: null,
      table: {
        columns: columns(
          'Comparison',
          ['Statistic', 'Degrees of freedom', 'p', 'p, Holm', 'Effects', 'n', 'Method'],
          ['Effects', 'Method'],
        ),
        rows: tests.map((test) => [
          test.comparison,
          statisticText(test.statistic, format),
          test.degreesOfFreedom === null ? '–' : String(Number(test.degreesOfFreedom.toPrecision(6))),
          format.p(test.p),
          format.p(test.holmP),
          test.effects.map(effectText).join('; ') || '–',
          String(test.n),
          test.method,
        ]),
      },
    },
  ]
}

/** Some statistics are counts. */
function statisticText(statistic: number | null, format: NumberFormat): string {
  return Number.isInteger(statistic) ? String(statistic) : format.decimal(statistic)
}

function testsOf({ analysis: { accuracy, preferences, likert } }: FigureContext): readonly TestResult[] {
  return [
    ...(accuracy ? [...accuracy.homogeneity, ...accuracy.comparisons] : []),
    ...(preferences?.pairs ?? []).filter(({ className }) => className === null).flatMap(({ tests }) => tests),
    ...(likert?.tests ?? []),
  ]
}
