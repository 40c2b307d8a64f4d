/** The part of Electron's `WebFrameMain` that tells where a message came from. */
export interface SenderFrame {
  readonly url: string
  /** The frame that this one is embedded in; null for the page of a window. */
  readonly parent: object | null
}

/**
 * Whether a message came from the page that this program serves: the top frame of a window, at the renderer's own
 * scheme and host. Ports and paths of other origins, embedded frames and frames already gone are refused.
 *
 * @param rendererUrl where the renderer is served, as `app://renderer/index.html`
 */
export function isTrustedSender(frame: SenderFrame | null, rendererUrl: string): boolean {
  if (frame === null || frame.parent !== null) return false
  return isSameOrigin(frame.url, rendererUrl)
}

/** Compares scheme, host and port; `URL.origin` is 'null' for schemes such as `app:`, so it cannot be used. */
export function isSameOrigin(url: string, other: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(other)) return false
  const [left, right] = [new URL(url), new URL(other)]
  return left.protocol === right.protocol && left.host === right.host && left.host !== ''
}
