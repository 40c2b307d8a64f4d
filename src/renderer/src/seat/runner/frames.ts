import { median } from '../../../../shared/median'

/** How many frames after a screen's first one its frame interval is measured over. */
const measuredFrames = 12

/** The next frame's time stamp, in ms of the page's clock. */
export const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

/** The times between frames. */
export const intervals = (frames: readonly number[]): number[] =>
  frames.slice(1).map((frame, index) => frame - frames[index]!)

/**
 * Measures the interval of the frames that follow, for a moment only: to ask for every frame costs power all the time.
 * @returns the median of what was measured so far, in ms; null before two frames
 */
export function measureFrameInterval(): () => number | null {
  const frames: number[] = []
  const record = (frameMs: number) => {
    frames.push(frameMs)
    if (frames.length <= measuredFrames) requestAnimationFrame(record)
  }
  requestAnimationFrame(record)
  return () => median(intervals(frames))
}
