import { writeFile } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { ImageSet } from '../../dataset/image-set'
import type { Picture } from '../../explain/picture'
import { encodePng } from '../../explain/write-map'
import { fileSafe } from './name-models'

/** All raw maps of one run of map making. */
export const rawMapsFile = 'maps.safetensors'

/** Where a chosen image is written as the network sees it, as `images/003-church.png`; positions count from 0. */
export function originalFile(position: number, { classes, labels }: ImageSet, index: number): string {
  const number = String(position + 1).padStart(3, '0')
  return `images/${number}-${fileSafe(classes[labels[index]!]!)}.png`
}

/** The name that a model's map takes over from its image's file, and that of its tensor among the raw maps. */
export function mapTensor(modelName: string, original: string): { stem: string; tensor: string } {
  const stem = basename(original, extname(original))
  return { stem, tensor: `${modelName}/${stem}` }
}

/** RGB bytes `[sizePx, sizePx, 3]` as a picture. */
export function squarePicture(rgb: Uint8Array, sizePx: number): Picture {
  return { widthPx: sizePx, heightPx: sizePx, rgb }
}

export async function writePicture(path: string, picture: Picture): Promise<void> {
  await writeFile(path, await encodePng(picture))
}
