import type { AlphaReading, AlphaResult } from '../../../shared/analysis-alpha'
import { percent, type FigureTable } from '../charts/figure-table'
import { decimal, decimalRange } from './estimate-text'

const readings = {
  rely: 'to rely on',
  tentative: 'tentative',
  discard: 'below the usual minimum',
  undefined: 'undefined: no variation',
} as const satisfies Record<AlphaReading, string>

/** Krippendorff's alpha of groups of ratings, with its reading. */
export function agreementTable(
  groups: readonly { readonly name: string; readonly result: AlphaResult }[],
): FigureTable {
  const columns = [
    { label: 'Ratings', isNumber: false },
    { label: 'Alpha', isNumber: true },
    { label: '95 % interval', isNumber: true },
    { label: 'Percent agreement', isNumber: true },
    { label: 'Counted', isNumber: true },
    { label: 'Items', isNumber: true },
    { label: 'Raters', isNumber: true },
    { label: 'Reading', isNumber: false },
  ]
  const rows = groups.map(({ name, result }) => [
    name,
    decimal(result.alpha.estimate),
    decimalRange(result.alpha),
    percent(result.percentAgreement.estimate),
    String(result.alpha.n),
    String(result.units),
    String(result.raters),
    result.nearChance ? `${readings[result.reading]}; hardly better than chance` : readings[result.reading],
  ])
  return { columns, rows }
}
