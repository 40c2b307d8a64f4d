import type { StationReport } from '../../../../shared/seat-session'

export type Calibration = NonNullable<StationReport['calibration']>

/** Width of a bank card, ISO/IEC 7810 ID-1. */
export const cardWidthMm = 85.6
/** Height over width of a bank card. */
export const cardShape = 53.98 / cardWidthMm

/**
 * The bank-card method (Li, Joo, Yeatman and Reinecke, Scientific Reports 10, 2020): a frame that is as wide as the card
 * tells how many CSS pixels a millimetre has.
 * @param cardWidthPx CSS pixels @param distanceCm from the eyes to the display; null where nobody measured
 */
export const calibrationOf = (cardWidthPx: number, distanceCm: number | null): Calibration => ({
  cssPixelsPerMm: cardWidthPx / cardWidthMm,
  viewingDistanceMm: distanceCm === null ? null : distanceCm * 10,
})
