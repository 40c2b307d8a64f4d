import type { Random } from '../../../shared/seeded-random'

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number]

/** Maps colours multiplied by alpha: `matrix` `[3, 3]` row by row, then `offset` times alpha / 255. */
export interface ColourChange {
  readonly matrix: readonly number[]
  readonly offset: Colour
}

/** Any colour: every hue, from grey to vivid, from dark to light. */
export function anyColour(random: Random): Colour {
  return fromHsv(random.uniform(), random.between(0, 1), random.between(0.1, 1))
}

/** A colour for what is no object: every hue, never vivid. */
export function mutedColour(random: Random): Colour {
  return fromHsv(random.uniform(), random.between(0, 0.4), random.between(0.15, 1))
}

/** Hue, saturation and value in [0, 1] as RGB (Smith 1978). */
function fromHsv(hue: number, saturation: number, value: number): Colour {
  const channel = (shift: number): number => {
    const place = (shift + hue * 6) % 6
    return 255 * value * (1 - saturation * Math.max(0, Math.min(place, 4 - place, 1)))
  }
  return [channel(5), channel(3), channel(1)]
}

/** Rec. 601 luma, 0 to 255. */
export function luma([red, green, blue]: Colour): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue
}

/** Hue rotation as SVG's and CSS's filters do it: weights + cos * (identity - weights) + sin * these. */
const hueSine = [
  [-0.213, -0.715, 0.928],
  [0.143, 0.14, -0.283],
  [-0.787, 0.715, 0.072],
] as const
const hueWeights = [0.213, 0.715, 0.072] as const

/**
 * Other light on the same object: hue turned by at most 15 degrees (one time in ten by any angle, lest a class be
 * known by its colour), saturation, contrast and brightness changed a little.
 */
export function colourJitter(random: Random): ColourChange {
  const largest = random.chance(0.1) ? Math.PI : (15 * Math.PI) / 180
  const angle = random.between(-largest, largest)
  const saturation = random.between(0.7, 1.3)
  const contrast = random.between(0.8, 1.15)
  const cos = saturation * Math.cos(angle)
  const sin = saturation * Math.sin(angle)
  const matrix = hueSine.flatMap((row, to) =>
    row.map((turn, from) => {
      const identity = to === from ? 1 : 0
      return contrast * (hueWeights[from]! + cos * (identity - hueWeights[from]!) + sin * turn)
    }),
  )
  const lift = random.between(-25, 25) + 128 * (1 - contrast)
  return { matrix, offset: [lift, lift, lift] }
}

/**
 * Paint for a drawing of two tones (red: line, green: enclosed area): a line colour that stands out against the
 * background's luma, an area colour that stands out against the line.
 */
export function twoTonePaint(random: Random, backgroundLuma: number): ColourChange {
  const line = contrastingColour(random, backgroundLuma)
  const area = contrastingColour(random, luma(line))
  return {
    matrix: [line[0], area[0], 0, line[1], area[1], 0, line[2], area[2], 0].map((value) => value / 255),
    offset: [0, 0, 0],
  }
}

/** The first of eight random colours at least 70 luma levels away, or else black or white. */
function contrastingColour(random: Random, from: number): Colour {
  for (let attempt = 0; attempt < 8; attempt++) {
    const colour = anyColour(random)
    if (Math.abs(luma(colour) - from) >= 70) return colour
  }
  return from > 127 ? [0, 0, 0] : [255, 255, 255]
}
