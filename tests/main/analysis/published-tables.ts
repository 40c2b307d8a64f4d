import type { Rating } from '../../../src/main/analysis/reliability-table'

/** Raters in rows, units in columns, a dot for a missing value, as tables of alpha are printed. */
export function ratingsOf(...rows: readonly string[]): Rating[] {
  return rows.flatMap((row, rater) =>
    row.split(/\s+/).map((value, unit) => ({
      unit: `unit ${unit}`,
      rater: `rater ${rater}`,
      value: value === '.' ? null : Number(value),
    })),
  )
}

/** Krippendorff, Computing Krippendorff's Alpha-Reliability, part C. */
export const tableC = ratingsOf(
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
)

/** Krippendorff 2004, section 11.3.1. */
export const binaryTable = ratingsOf('1 1 0 0 0 0 0 0 0 0', '0 1 1 0 0 1 0 1 0 0')

/** The example of the encyclopaedia article on alpha. */
export const threeRaterTable = ratingsOf(
  '. . . . . 3 4 1 2 1 1 3 3 . 3',
  '1 . 2 1 3 3 4 3 . . . . . . .',
  '. . 2 1 3 4 4 . 2 1 1 3 3 . 4',
)
