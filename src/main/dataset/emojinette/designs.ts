import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { forEachConcurrent } from '../for-each-concurrent'
import { type DesignEntry, designIndex } from './design-index'
import { twoToned } from './enclosed'
import { cutOut, type Pyramid, pyramid } from './raster'

/** A design, drawn once at the largest size in which images show it. */
export interface Design {
  readonly entry: DesignEntry
  /** The file's name without folder and ending, as `noto-blowfish`. */
  readonly name: string
  /** Index into the classes. */
  readonly label: number
  readonly style: 'emoji' | 'icon'
  /** The ways to draw it: one in its own colours, or up to two for one in a single colour (see `twoToned`). */
  readonly variants: readonly Pyramid[]
}

export interface Designs {
  readonly classes: readonly string[]
  /** For training, validation and the ordinary test. */
  readonly known: readonly Design[]
  /** All designs of one set that training never sees. */
  readonly heldOut: readonly Design[]
  /** SHA-256 of all pixels: another renderer may draw another picture from the same file. */
  readonly digest: string
}

const drawn = new Map<number, Promise<Designs>>()

/** All designs with a longer side of about `sizePx` pixels; drawn once per process and size. */
export function drawnDesigns(sizePx: number): Promise<Designs> {
  const designs = drawn.get(sizePx) ?? drawDesigns(sizePx)
  drawn.set(sizePx, designs)
  designs.catch(() => drawn.delete(sizePx))
  return designs
}

async function drawDesigns(sizePx: number): Promise<Designs> {
  const { designFiles } = await import('./design-files')
  const { classes, designs: entries, sets, heldOutSet } = designIndex
  const names = classes.map(({ name }) => name)
  const designs: Design[] = []
  await forEachConcurrent(entries.length, 4, async (index) => {
    const entry = entries[index]!
    designs[index] = {
      entry,
      name: entry.file.replace(/^.*\//, '').replace('.svg', ''),
      label: names.indexOf(entry.class),
      style: sets.find(({ set }) => set === entry.set)!.style,
      variants: await drawVariants(entry, designFiles[entry.file]!, sizePx),
    }
  })
  const hash = createHash('sha256')
  for (const { variants } of designs) for (const levels of variants) hash.update(levels[0]!.pixels)
  return {
    classes: names,
    known: designs.filter(({ entry }) => entry.set !== heldOutSet),
    heldOut: designs.filter(({ entry }) => entry.set === heldOutSet),
    digest: hash.digest('hex'),
  }
}

/** Pixels of an SVG that says 1 user unit per pixel are 72 dots per inch. */
const unitDensity = 72

async function drawVariants(entry: DesignEntry, svg: string, sizePx: number): Promise<readonly Pyramid[]> {
  const [width, height] = ['width', 'height'].map((side) =>
    Number(new RegExp(`^<svg[^>]* ${side}="([\\d.]+)"`).exec(svg)?.[1]),
  )
  const density = (unitDensity * sizePx) / Math.max(width!, height!)
  const { data, info } = await sharp(Buffer.from(svg), { density })
    .resize(sizePx, sizePx, { fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const raster = cutOut(data, info.width, info.height)
  if (!entry.monochrome) return [pyramid(raster)]
  const tones = entry.seeThrough ? [false] : [false, true, true]
  return tones.map((fill) => pyramid(twoToned(raster, fill)))
}
