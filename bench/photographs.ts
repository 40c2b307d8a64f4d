import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { noise } from './bench-device'

/** As most photographs of Imagenette. */
const photographPx = { width: 500, height: 375 }
const validationCount = 40

/**
 * Writes JPEG files of coarse noise, in the layout of two classes in `train` and `val`, for as long as this process
 * lives. They are about as large as photographs of this size, and take as long to decode.
 * @returns the folder
 */
export async function makePhotographs(trainCount: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-bench-'))
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  const coarse = { width: 100, height: 75 }
  const grain = Uint8Array.from(noise(coarse.width * coarse.height * 3), (value) => value * 256)
  const write = async (part: string, count: number): Promise<void> => {
    for (const name of ['a', 'b']) await mkdir(join(folder, part, name), { recursive: true })
    for (let index = 0; index < count; index++) {
      const rotated = Uint8Array.from([...grain.subarray(index * 3), ...grain.subarray(0, index * 3)])
      await sharp(rotated, { raw: { ...coarse, channels: 3 } })
        .resize(photographPx.width, photographPx.height)
        .jpeg({ quality: 90 })
        .toFile(join(folder, part, index % 2 === 0 ? 'a' : 'b', `${index}.jpg`))
    }
  }
  await write('train', trainCount)
  await write('val', validationCount)
  return folder
}
