import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeImage } from '../../../src/main/dataset/decode-image'
import { openImageFolder } from '../../../src/main/dataset/open-image-folder'

const folder = join(import.meta.dirname, '../../../../shared/data/imagenette-mini')
const reason = existsSync(folder) ? '' : ' (skipped: ../shared/data/imagenette-mini is not on this machine)'

describe.skipIf(reason !== '')(`2,000 photographs of Imagenette${reason}`, () => {
  test('are all read: 1,500 for training, 357 for testing, 143 for validation', async () => {
    const splits = await openImageFolder({ folder, sizePx: 32, seed: 1 })
    expect(splits.skipped).toEqual([])
    expect(splits.train.classes).toEqual([
      'fish',
      'dog',
      'cassette player',
      'chain saw',
      'church',
      'French horn',
      'garbage truck',
      'gas pump',
      'golf ball',
      'parachute',
    ])
    expect([...splits.train.labels].filter((label) => label === 5)).toHaveLength(150)
    const parts = [splits.train, splits.test, splits.validation]
    expect(parts.map(({ names }) => names.length)).toEqual([1500, 357, 143])
  })

  // SHA-256 of numpy.asarray(Image.open(file).convert('RGB')) with Pillow 13.
  test.each([
    [
      'colour',
      'n01440764/ILSVRC2012_val_00045880.JPEG',
      'd7cfa0bc85bf9508a5d2e94080ec97440405eda87e1201075a4ee4f37eaa4336',
    ],
    [
      'grey',
      'n03028079/n03028079_2342.JPEG',
      '3c8a3aae1a501d3554b4de94bb98b51da6a53a094c43062fd41f632b944dcc55',
    ],
  ])('decode at their own size to the bytes that Pillow gives: %s', async (_kind, name, sha256) => {
    const bytes = await decodeImage(join(folder, 'val', name), 224)
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
  })
})
