import sharp from 'sharp'
import { expect, test } from 'vitest'
import { encodePng } from '../../../src/main/explain/write-map'

test('a PNG holds the same pixels, and the same pixels give the same bytes', async () => {
  const picture = { widthPx: 3, heightPx: 2, rgb: Uint8Array.from({ length: 18 }, (_, i) => i * 14) }
  const png = await encodePng(picture)
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height, info.channels]).toEqual([3, 2, 3])
  expect([...data]).toEqual([...picture.rgb])
  expect(await encodePng(picture)).toEqual(png)
  await expect(encodePng({ ...picture, heightPx: 3 })).rejects.toThrow('needs 27 bytes')
})
