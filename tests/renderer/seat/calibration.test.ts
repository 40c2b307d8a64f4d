import { expect, test } from 'vitest'
import { calibrationOf } from '../../../src/renderer/src/seat/start/calibration'

test('a card of 85.6 mm that is 342.4 CSS pixels wide makes 4 pixels a millimetre', () => {
  const { cssPixelsPerMm, viewingDistanceMm } = calibrationOf(342.4, 57)
  expect(cssPixelsPerMm).toBeCloseTo(4, 10)
  expect(viewingDistanceMm).toBe(570)
  expect(calibrationOf(342.4, null).viewingDistanceMm).toBeNull()
})
