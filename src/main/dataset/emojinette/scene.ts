import { type Random, seededRandom } from '../../../shared/seeded-random'
import { paintBackground } from './background'
import { blankCanvas, type Canvas, toBytes } from './canvas'
import { drawClutterShape } from './clutter'
import { type Colour, type ColourChange, colourJitter, luma, twoTonePaint } from './colour'
import type { Design } from './designs'
import { drawRaster, halfBounds, type Placement } from './draw-raster'
import type { Pyramid } from './raster'

/** Raised whenever the same seed gives other pictures, so that fingerprints change with them. */
export const sceneVersion = 2

/** Everything that decides a picture. */
export interface SceneKey {
  readonly seed: number
  /** The part of the data set; parts never share a picture. */
  readonly part: string
  readonly index: number
  readonly sizePx: number
}

/** The labelled object: which design, and where. */
interface SceneObject {
  readonly levels: Pyramid
  readonly placement: Placement
}

const largestTilt = (15 * Math.PI) / 180

/**
 * RGB bytes `[sizePx, sizePx, 3]`: a cluttered background with one object on top of it. The object's longer side
 * is 0.65 to 0.95 of the picture's; it is tilted by up to 15 degrees, mirrored half of the time, stretched by up
 * to 10 %, recoloured, and lies wholly inside but for at most 5 % of the picture's side.
 *
 * @param scraps Designs of which small pieces lie about as distractors
 */
export function drawScene(key: SceneKey, design: Design, scraps: readonly Design[]): Uint8Array {
  const canvas = blankCanvas(key.sizePx)
  const random = randomFor(key, 'background')
  paintBackground(canvas, random)
  for (let count = random.below(3); count > 0; count--) drawClutterShape(canvas, random)
  for (let count = random.below(2); count > 0; count--) drawScrap(canvas, random.pick(scraps), random)
  fade(canvas, random.between(0.3, 0.8))
  drawObject(canvas, sceneObject(key, design), design, randomFor(key, 'colour'))
  addNoise(canvas, randomFor(key, 'noise'))
  return toBytes(canvas)
}

/** `[sizePx, sizePx]`: 255 where the object covers at least half of a pixel, 0 elsewhere. */
export function drawObjectMask(key: SceneKey, design: Design): Uint8Array {
  const { levels, placement } = sceneObject(key, design)
  const mask = new Uint8Array(key.sizePx * key.sizePx)
  drawRaster(levels, placement, key.sizePx, (pixel, rgba) => {
    if (rgba[3]! >= 127.5) mask[pixel] = 255
  })
  return mask
}

/** The object's draws are a stream of their own, so that its mask can be had without the rest. */
function sceneObject(key: SceneKey, design: Design): SceneObject {
  const random = randomFor(key, 'object')
  const levels = random.pick(design.variants)
  const { width, height } = levels[0]!
  const scale = (random.between(0.65, 0.95) * key.sizePx) / Math.max(width, height)
  const stretch = random.between(0.9, 1.1)
  const size = {
    width: width * scale * Math.min(1, stretch),
    height: height * scale * Math.min(1, 1 / stretch),
  }
  const pose = {
    ...size,
    angleRadians: random.between(-largestTilt, largestTilt),
    mirrored: random.chance(0.5),
  }
  const half = halfBounds({ ...pose, centreX: 0, centreY: 0 })
  const along = (halfSide: number): number => {
    const margin = Math.min(halfSide - 0.05 * key.sizePx, key.sizePx / 2)
    return random.between(margin, key.sizePx - margin)
  }
  return { levels, placement: { ...pose, centreX: along(half.x), centreY: along(half.y) } }
}

function drawObject(canvas: Canvas, object: SceneObject, design: Design, random: Random): void {
  const change = design.entry.monochrome
    ? twoTonePaint(random, meanLuma(canvas, object))
    : colourJitter(random)
  layOver(canvas, object.levels, object.placement, change)
}

/** A small piece of some design: its texture without its shape. */
function drawScrap(canvas: Canvas, design: Design, random: Random): void {
  const levels = random.pick(design.variants)
  const [width, height] = [random.between(0.1, 0.22), random.between(0.1, 0.22)]
  const placement: Placement = {
    centreX: random.between(0, canvas.sizePx),
    centreY: random.between(0, canvas.sizePx),
    width: width * canvas.sizePx,
    height: height * canvas.sizePx,
    angleRadians: random.between(0, 2 * Math.PI),
    mirrored: false,
    part: { left: random.between(0.1, 0.9 - width), top: random.between(0.1, 0.9 - height), width, height },
  }
  const change = design.entry.monochrome ? twoTonePaint(random, 128) : colourJitter(random)
  layOver(canvas, levels, placement, change)
}

function layOver(
  { values, sizePx }: Canvas,
  levels: Pyramid,
  placement: Placement,
  change: ColourChange,
): void {
  const { matrix, offset } = change
  drawRaster(levels, placement, sizePx, (pixel, rgba) => {
    const opacity = rgba[3]! / 255
    for (let channel = 0; channel < 3; channel++) {
      const index = pixel * 3 + channel
      const row = channel * 3
      const paint =
        matrix[row]! * rgba[0]! +
        matrix[row + 1]! * rgba[1]! +
        matrix[row + 2]! * rgba[2]! +
        offset[channel]! * opacity
      // A colour outside 0 to 255 would shine through the edge's antialiasing.
      values[index] = values[index]! * (1 - opacity) + Math.min(255 * opacity, Math.max(0, paint))
    }
  })
}

/** Mean luma of the canvas where the object will be. */
function meanLuma({ values, sizePx }: Canvas, { levels, placement }: SceneObject): number {
  let [sum, count] = [0, 0]
  drawRaster(levels, placement, sizePx, (pixel) => {
    const colour: Colour = [values[pixel * 3]!, values[pixel * 3 + 1]!, values[pixel * 3 + 2]!]
    sum += luma(colour)
    count++
  })
  return count === 0 ? 128 : sum / count
}

/** Brings the background's colours nearer to their mean: `contrast` 1 leaves them, 0 leaves the mean alone. */
function fade({ values }: Canvas, contrast: number): void {
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0
    for (let index = channel; index < values.length; index += 3) sum += values[index]!
    const mean = (3 * sum) / values.length
    for (let index = channel; index < values.length; index += 3)
      values[index] = mean + contrast * (values[index]! - mean)
  }
}

/** Uniform noise of up to ± 8 levels, the same for the three channels of a pixel. */
function addNoise({ values }: Canvas, random: Random): void {
  const strength = random.between(0, 8)
  for (let index = 0; index < values.length; index += 3) {
    const noise = random.between(-strength, strength)
    for (let channel = 0; channel < 3; channel++) values[index + channel]! += noise
  }
}

function randomFor({ seed, part, index }: SceneKey, purpose: string): Random {
  return seededRandom(seed, part, index, purpose)
}
