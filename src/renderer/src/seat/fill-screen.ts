import { isFullScreen } from './runner/watch-interruptions'

/** Fills the display with the page. Only a press of a key or button may; where the browser refuses, nothing happens. */
export async function fillScreen(): Promise<void> {
  if (!isFullScreen()) await document.documentElement.requestFullscreen().catch(() => undefined)
}
