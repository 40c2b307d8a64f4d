import { nextFrame } from './frames'

/** What Element Timing tells of one picture; TypeScript's library does not know it. */
interface ElementEntry extends PerformanceEntry {
  readonly identifier: string
  readonly renderTime: number
}

/** A screen that is about to be presented. */
export interface Presentation {
  /** When its content was on the display, as far as is known now; null before. In ms of the page's clock. */
  onsetMs(): number | null
  /** Resolves with the onset that answers are timed by, as a rule when the browser has told it. */
  readonly presented: Promise<number>
  /** Stops listening. */
  end(): void
}

/** How long the browser may take to tell, after the frames: pictures that are covered are not presented at all. In ms. */
const reportPatienceMs = 250

/** Whether the browser tells when it presented a picture: Chromium does, Firefox and Safari do not. */
const isTimed = PerformanceObserver.supportedEntryTypes.includes('element')

/**
 * Finds out in which frame the screen that was put into the page just now is presented.
 *
 * The answer is Element Timing's `renderTime` of the last of its pictures: Chromium's own report of when the frame that
 * first held the picture was presented. It comes some milliseconds afterwards, and is not late when the main thread is
 * busy. Where it does not come, and for screens without pictures, two animation frames tell: the second begins when the
 * first has been handed over for display. A busy main thread delays that second frame and makes this estimate late by as
 * much, which is why it is only the second choice. The report is waited for, since it may be later than the estimate: a
 * press would be refused that the screen had said would count.
 * @param identifiers `elementtiming` of the pictures; none for a screen of text
 */
export function watchPresentation(identifiers: readonly string[]): Presentation {
  const missing = new Set(identifiers)
  let estimateMs: number | null = null
  let reportedMs: number | null = null
  let hearReport: (() => void) | undefined
  const observer = new PerformanceObserver((list) => {
    for (const { identifier, renderTime } of list.getEntries() as ElementEntry[]) {
      if (missing.delete(identifier)) reportedMs = Math.max(reportedMs ?? 0, renderTime)
    }
    if (missing.size === 0) hearReport?.()
  })
  const isAwaited = isTimed && missing.size > 0
  if (isAwaited) observer.observe({ type: 'element', buffered: true })
  const onsetMs = () => (missing.size === 0 ? (reportedMs ?? estimateMs) : estimateMs)
  const present = async (): Promise<number> => {
    await nextFrame()
    estimateMs = await nextFrame()
    if (isAwaited && missing.size > 0) {
      await new Promise<void>((resolve) => {
        hearReport = resolve
        setTimeout(resolve, reportPatienceMs)
      })
    }
    return onsetMs()!
  }
  return { presented: present(), onsetMs, end: () => observer.disconnect() }
}
