import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

const colours = { blue: { r: 20, g: 40, b: 220 }, red: { r: 220, g: 40, b: 20 } }

/** A class-per-folder data set that the smallest network can learn: plain colours, each a little different. */
export async function makeToyFolder(folder: string, perClass = 12): Promise<void> {
  for (const [name, background] of Object.entries(colours)) {
    await mkdir(join(folder, name), { recursive: true })
    for (let index = 0; index < perClass; index++) {
      const create = {
        width: 40,
        height: 30,
        channels: 3 as const,
        background: { ...background, g: 40 + index },
      }
      await sharp({ create })
        .png()
        .toFile(join(folder, name, `${index}.png`))
    }
  }
}
