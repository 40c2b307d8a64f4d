import type { Page } from 'playwright-core'
import sharp from 'sharp'

/** A frame as Chromium's compositor delivered it. */
interface DrawnFrame {
  /** Milliseconds since 1970, stamped outside of the page. */
  readonly atMs: number
  readonly picture: Buffer
}

const widthPx = 320

/** Two frames show the same stimulus where their mean colours differ by no more than this, of 255. */
const sameColour = 1.5

/**
 * Watches what is drawn, from outside of the page.
 * @returns ends it, and gives the times of the frames in which a new stimulus was drawn first, in ms since 1970
 */
export async function watchStimuli(page: Page): Promise<() => Promise<readonly number[]>> {
  const box = (await page.locator('main img').first().boundingBox())!
  const scale = widthPx / page.viewportSize()!.width
  const session = await page.context().newCDPSession(page)
  const frames: DrawnFrame[] = []
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ atMs: metadata.timestamp! * 1000, picture: Buffer.from(data, 'base64') })
    void session.send('Page.screencastFrameAck', { sessionId })
  })
  await session.send('Page.startScreencast', {
    format: 'jpeg',
    quality: 90,
    maxWidth: widthPx,
    everyNthFrame: 1,
  })
  return async () => {
    await session.send('Page.stopScreencast')
    const area = {
      left: Math.ceil(box.x * scale) + 2,
      top: Math.ceil(box.y * scale) + 2,
      width: Math.floor(box.width * scale) - 4,
      height: Math.floor(box.height * scale) - 4,
    }
    const times: number[] = []
    let before: readonly number[] = []
    for (const { atMs, picture } of frames) {
      const colour = meanColour(await sharp(picture).extract(area).raw().toBuffer())
      if (colour.some((value, index) => Math.abs(value - (before[index] ?? -1000)) > sameColour))
        times.push(atMs)
      before = colour
    }
    return times
  }
}

/** @param rgb pixels in a row @returns red, green and blue, 0 to 255 */
function meanColour(rgb: Buffer): readonly number[] {
  const sums = [0, 0, 0]
  for (const [index, value] of rgb.entries()) sums[index % 3]! += value
  return sums.map((sum) => (3 * sum) / rgb.length)
}
