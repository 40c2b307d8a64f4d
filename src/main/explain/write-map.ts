import type { Buffer } from 'node:buffer'
import sharp from 'sharp'
import { checkPicture, type Picture } from './picture'

/**
 * A picture as the bytes of a PNG file, without loss; the same pixels give the same bytes.
 * @throws StudioError `explain/bad-request` if the bytes do not fit the size
 */
export async function encodePng(picture: Picture): Promise<Buffer> {
  checkPicture(picture)
  const { rgb, widthPx, heightPx } = picture
  return sharp(rgb, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer()
}
