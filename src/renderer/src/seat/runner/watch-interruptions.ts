import type { Interruptions } from './interruptions'

/** True in a browser's full screen, by F11 or by the page, and in a window that fills its display. */
export const fullScreenQuery = '(display-mode: fullscreen)'

/** Whether the page fills its display. */
export const isFullScreen = (): boolean =>
  document.fullscreenElement !== null || matchMedia(fullScreenQuery).matches

/** Counts the page's own focus losses, full-screen exits and hidden times. @returns stops it */
export function watchInterruptions(
  interruptions: Interruptions,
  onFullScreen: (isFull: boolean) => void,
): () => void {
  const stop = new AbortController()
  const { signal } = stop
  let wasFull = isFullScreen()
  const checkFullScreen = () => {
    const isFull = isFullScreen()
    if (wasFull && !isFull) interruptions.fullScreenLeft()
    wasFull = isFull
    onFullScreen(isFull)
  }
  addEventListener('blur', () => interruptions.focusLost(), { signal })
  document.addEventListener(
    'visibilitychange',
    ({ timeStamp }) =>
      document.hidden ? interruptions.hidden('page', timeStamp) : interruptions.shown('page', timeStamp),
    { signal },
  )
  document.addEventListener('fullscreenchange', checkFullScreen, { signal })
  matchMedia(fullScreenQuery).addEventListener('change', checkFullScreen, { signal })
  onFullScreen(wasFull)
  return () => stop.abort()
}
