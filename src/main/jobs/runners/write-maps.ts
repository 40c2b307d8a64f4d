import { mkdir, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { MapEntry } from '../../../shared/jobs'
import type { ImageSet } from '../../dataset/image-set'
import type { Picture } from '../../explain/picture'
import { renderMap } from '../../explain/render-map'
import type { RenderingKind } from '../../explain/rendering'
import type { ScalarMap } from '../../explain/scalar-map'
import { encodePng } from '../../explain/write-map'
import { fileSafe } from './name-models'

const imageFolder = 'images'

/**
 * Writes the chosen images as the network sees them.
 * @returns each one's file by its index, relative to `folder`, as `images/003-church.png`
 */
export async function writeOriginals(
  folder: string,
  images: ImageSet,
  indices: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  await mkdir(join(folder, imageFolder), { recursive: true })
  const files = new Map<number, string>()
  for (const [position, index] of indices.entries()) {
    const number = String(position + 1).padStart(3, '0')
    const file = `${imageFolder}/${number}-${fileSafe(images.classes[images.labels[index]!]!)}.png`
    await writePicture(join(folder, file), square(await images.load([index]), images.sizePx))
    files.set(index, file)
  }
  return files
}

export interface WriteMapRequest {
  /** RGB bytes `[sizePx, sizePx, 3]`, as the network saw them. */
  readonly pixels: Uint8Array
  readonly sizePx: number
  readonly raw: ScalarMap
  /** The image's own file, whose name the maps take over. */
  readonly original: string
  readonly modelName: string
}

/** The files of one map, relative to the folder. */
export interface WrittenMap {
  /** The image's file name without its ending. */
  readonly stem: string
  readonly heatMap: string
  readonly occlusionMap: string
  /** Of the heat-map; null where there was no positive evidence to draw. */
  readonly scaling: MapEntry['scaling']
}

/** Draws and writes a map as `<model>/<image>-heat-map.png` and `<model>/<image>-occlusion-map.png`. */
export async function writeMap(folder: string, request: WriteMapRequest): Promise<WrittenMap> {
  const { pixels, sizePx, raw, original, modelName } = request
  await mkdir(join(folder, modelName), { recursive: true })
  const stem = basename(original, extname(original))
  const draw = async (kind: RenderingKind) => {
    const rendered = renderMap(kind, square(pixels, sizePx), raw)
    const file = `${modelName}/${stem}-${kind}.png`
    await writePicture(join(folder, file), rendered.picture)
    return { file, rendered }
  }
  const heat = await draw('heat-map')
  const occlusion = await draw('occlusion-map')
  const scaling = heat.rendered.kind === 'heat-map' ? heat.rendered.scaling : null
  return { stem, heatMap: heat.file, occlusionMap: occlusion.file, scaling }
}

function square(rgb: Uint8Array, sizePx: number): Picture {
  return { widthPx: sizePx, heightPx: sizePx, rgb }
}

async function writePicture(path: string, picture: Picture): Promise<void> {
  await writeFile(path, await encodePng(picture))
}
