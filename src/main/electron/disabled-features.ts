/**
 * What Electron's Chromium must not do in our windows.
 *
 * `DeferRendererTasksAfterInput` holds back all tasks of a page after a key or click until the next frame was drawn, the
 * arrival of an acknowledgement included. The next stimulus would come one frame later than it can (docs/timing.md).
 */
export const disabledFeatures: readonly string[] = ['DeferRendererTasksAfterInput']
