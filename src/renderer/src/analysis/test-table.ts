import type { Effect, TestResult } from '../../../shared/analysis-estimate'
import type { FigureTable } from '../charts/figure-table'
import { decimal, decimalRange, pText } from './estimate-text'

/** Tests with statistic, both p and every effect with its interval; how each was done stands in its last column. */
export function testTable(tests: readonly TestResult[]): FigureTable {
  const columns = [
    { label: 'Comparison', isNumber: false },
    { label: 'Statistic', isNumber: true },
    { label: 'p', isNumber: true },
    { label: 'p, Holm', isNumber: true },
    { label: 'Effect', isNumber: false },
    { label: 'n', isNumber: true },
    { label: 'Method', isNumber: false },
  ]
  const rows = tests.map((test) => [
    test.comparison,
    test.degreesOfFreedom === null
      ? decimal(test.statistic)
      : `${decimal(test.statistic)} (df ${test.degreesOfFreedom})`,
    pText(test.p),
    pText(test.holmP),
    test.effects.map(effectText).join('; ') || '–',
    String(test.n),
    test.method,
  ])
  return { columns, rows }
}

function effectText(effect: Effect): string {
  const range = effect.interval === null ? '' : ` (${decimalRange(effect)})`
  return `${effect.measure} ${decimal(effect.estimate)}${range}`
}
