import type { Random } from '../../../shared/seeded-random'
import { type Canvas, paint } from './canvas'
import { mutedColour, type Colour } from './colour'

/** Covers the whole canvas with one of several grounds, none of which is tied to a class. */
export function paintBackground(canvas: Canvas, random: Random): void {
  paint(canvas, random.pick(grounds)(random))
}

type Ground = (random: Random) => (x: number, y: number) => Colour

const linearGradient: Ground = (random) => {
  const [from, to] = [mutedColour(random), mutedColour(random)]
  const angle = random.between(0, 2 * Math.PI)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (x, y) => mix(from, to, smooth(0.5 + 0.7 * ((x - 0.5) * cos + (y - 0.5) * sin)))
}

const radialGradient: Ground = (random) => {
  const [inner, outer] = [mutedColour(random), mutedColour(random)]
  const [centreX, centreY] = [random.between(0, 1), random.between(0, 1)]
  const radius = random.between(0.4, 1.2)
  return (x, y) => mix(inner, outer, smooth(Math.hypot(x - centreX, y - centreY) / radius))
}

/** Sky over ground, with a sloping horizon. */
const horizon: Ground = (random) => {
  const [above, zenith, below, near] = [
    mutedColour(random),
    mutedColour(random),
    mutedColour(random),
    mutedColour(random),
  ]
  const height = random.between(0.3, 0.75)
  const slope = random.between(-0.2, 0.2)
  return (x, y) => {
    const line = height + slope * (x - 0.5)
    return y < line ? mix(zenith, above, y / line) : mix(below, near, (y - line) / (1 - line))
  }
}

/** Stripes, or a chequer board, of any width and direction. */
const pattern: Ground = (random) => {
  const [even, odd] = [mutedColour(random), mutedColour(random)]
  const angle = random.between(0, Math.PI)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [along, across] = [random.between(2, 12), random.chance(0.5) ? random.between(2, 12) : 0]
  return (x, y) => {
    const cell = Math.floor((x * cos + y * sin) * along + 50) + Math.floor((y * cos - x * sin) * across + 50)
    return cell % 2 === 0 ? even : odd
  }
}

/** Random colours on two grids, the finer one weaker, blended between the grid points: value noise. */
const clouds: Ground = (random) => {
  const coarse = colourGrid(random, 2 + random.below(4))
  const fine = colourGrid(random, 7 + random.below(12))
  const weight = random.between(0.1, 0.5)
  return (x, y) => mix(coarse(x, y), fine(x, y), weight)
}

const grounds: readonly Ground[] = [linearGradient, radialGradient, horizon, pattern, clouds, clouds]

function colourGrid(random: Random, cells: number): (x: number, y: number) => Colour {
  const corners = Array.from({ length: (cells + 1) ** 2 }, () => mutedColour(random))
  const corner = (column: number, row: number): Colour => corners[row * (cells + 1) + column]!
  return (x, y) => {
    const column = Math.floor(x * cells)
    const row = Math.floor(y * cells)
    const right = smooth(x * cells - column)
    const top = mix(corner(column, row), corner(column + 1, row), right)
    const bottom = mix(corner(column, row + 1), corner(column + 1, row + 1), right)
    return mix(top, bottom, smooth(y * cells - row))
  }
}

/** 0 up to 0, 1 from 1 on, with zero slope at both: 3t^2 - 2t^3. */
function smooth(value: number): number {
  const share = Math.min(1, Math.max(0, value))
  return share * share * (3 - 2 * share)
}

function mix(from: Colour, to: Colour, share: number): Colour {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ]
}
