import type { StationReport } from '../../../../shared/seat-session'
import { median } from '../../../../shared/median'
import { intervals, nextFrame } from '../runner/frames'

type SelfTest = StationReport['selfTest']
type Spread = SelfTest['frameIntervalMs']

const frameCount = 90
const keyCount = 40
const clockSteps = 20

/** What a sound desk does not exceed. */
const limits = { frameIntervalMs: 21, lateFramesShare: 0.05, inputDelayMs: 10, clockStepMs: 1 } as const

/**
 * Tests the desk for about two seconds: how regularly frames come, how long the page takes to get to an event, how fine
 * its clock is. Keys are made by the page itself, so this says nothing about the physical keyboard, its cable and the
 * system below the browser.
 */
export async function testStation(): Promise<SelfTest> {
  const [frames, delays] = await Promise.all([recordFrames(), measureInputDelays()])
  const gaps = intervals(frames)
  const usualMs = median(gaps)!
  const measured = {
    frameIntervalMs: spreadOf(gaps),
    lateFrames: gaps.filter((gap) => gap > 1.5 * usualMs).length,
    inputDelayMs: spreadOf(delays),
    clockStepMs: smallestClockStep(),
  }
  const warnings = warningsOf(measured)
  return { ...measured, hasPassed: warnings.length === 0, warnings }
}

async function recordFrames(): Promise<number[]> {
  const frames: number[] = []
  while (frames.length <= frameCount) frames.push(await nextFrame())
  return frames
}

/** Events wait in the page's queue like any other work, at moments that have nothing to do with its frames. */
async function measureInputDelays(): Promise<number[]> {
  const target = new EventTarget()
  const { port1, port2 } = new MessageChannel()
  const delays: number[] = []
  target.addEventListener('keydown', ({ timeStamp }) => delays.push(performance.now() - timeStamp))
  for (let count = 0; count < keyCount; count++) {
    await new Promise((resolve) => setTimeout(resolve, 10 + ((count * 7) % 13)))
    const event = new KeyboardEvent('keydown', { code: 'F24' })
    await new Promise<void>((resolve) => {
      port2.onmessage = () => {
        target.dispatchEvent(event)
        resolve()
      }
      port1.postMessage(null)
    })
  }
  port1.close()
  return delays
}

function smallestClockStep(): number {
  let smallest = Infinity
  for (let count = 0; count < clockSteps; count++) {
    const before = performance.now()
    let now = before
    while (now === before) now = performance.now()
    smallest = Math.min(smallest, now - before)
  }
  return smallest
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other)
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length
  const variance =
    sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, sorted.length - 1)
  const p95 = sorted[Math.ceil(0.95 * sorted.length) - 1]!
  return { count: sorted.length, median: median(sorted)!, p95, sd: Math.sqrt(variance) }
}

/** For the supervisor. */
function warningsOf({
  frameIntervalMs,
  lateFrames,
  inputDelayMs,
  clockStepMs,
}: Omit<SelfTest, 'hasPassed' | 'warnings'>): string[] {
  const late = lateFrames / frameIntervalMs.count
  const ms = (value: number) => `${value.toFixed(1)} ms`
  return [
    frameIntervalMs.median > limits.frameIntervalMs &&
      `Frames come every ${ms(frameIntervalMs.median)}; at most ${ms(limits.frameIntervalMs)} are expected. Check the display's refresh rate.`,
    late > limits.lateFramesShare &&
      `${(100 * late).toFixed(0)} % of frames were late; at most ${100 * limits.lateFramesShare} % are expected. Close other programs.`,
    inputDelayMs.p95 > limits.inputDelayMs &&
      `Events wait up to ${ms(inputDelayMs.p95)}; at most ${ms(limits.inputDelayMs)} are expected. Close other programs.`,
    clockStepMs > limits.clockStepMs &&
      `The clock moves in steps of ${ms(clockStepMs)}; at most ${ms(limits.clockStepMs)} are expected. Use another browser.`,
  ].filter((warning) => warning !== false)
}
