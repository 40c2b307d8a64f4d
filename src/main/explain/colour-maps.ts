import type { ColourMapKind } from '../../shared/maps'
import { cividisTable, infernoTable, viridisTable } from './colour-tables'
import { jetTable } from './jet-table'

/**
 * 256 colours from low to high, RGB bytes `[256, 3]`, each byte as matplotlib's `cmap(index, bytes=True)`.
 */
export const colourMaps = {
  jet: jetTable,
  viridis: viridisTable,
  inferno: infernoTable,
  cividis: cividisTable,
} as const satisfies Record<ColourMapKind, Uint8Array>

/**
 * Where a value's colour starts in the table: matplotlib's rule, 256 equal bins over [0, 1]; 1 and what is
 * above take the last, what is below 0 the first.
 */
export function colourOffset(value: number): number {
  return Math.min(Math.max(Math.trunc(value * 256), 0), 255) * 3
}
