import type { StationReport } from '../../../../shared/seat-session'
import { isFullScreen } from '../runner/watch-interruptions'

/** What is known of this desk, to be stored with the session. */
export function stationReport({
  selfTest,
  calibration,
}: Pick<StationReport, 'selfTest' | 'calibration'>): StationReport {
  return {
    userAgent: navigator.userAgent.slice(0, 500),
    viewport: { width: innerWidth, height: innerHeight },
    display: { width: screen.width, height: screen.height, pixelRatio: devicePixelRatio },
    isFullScreen: isFullScreen(),
    isTouch: matchMedia('(any-pointer: coarse)').matches,
    colourScheme: matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
    prefersReducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
    selfTest,
    calibration,
  }
}
