import type { Random } from '../../../shared/seeded-random'
import { blend, type Canvas } from './canvas'
import { mutedColour } from './colour'

/** Signed distance to a shape's edge in pixels, positive inside, at a point relative to the shape's centre. */
type Inside = (x: number, y: number) => number

/** Draws one random shape, softened at its edge by one pixel. */
export function drawClutterShape(canvas: Canvas, random: Random): void {
  const { sizePx } = canvas
  const radius = sizePx * random.between(0.05, 0.3)
  const [centreX, centreY] = [random.between(0, sizePx), random.between(0, sizePx)]
  const angle = random.between(0, 2 * Math.PI)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const inside = random.pick(shapes)(random, radius)
  const colour = mutedColour(random)
  const opacity = random.between(0.4, 1)
  const reach = Math.ceil(radius * Math.SQRT2) + 1
  const [left, right] = [
    Math.max(0, Math.floor(centreX - reach)),
    Math.min(sizePx - 1, Math.ceil(centreX + reach)),
  ]
  const [top, bottom] = [
    Math.max(0, Math.floor(centreY - reach)),
    Math.min(sizePx - 1, Math.ceil(centreY + reach)),
  ]
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const x = column + 0.5 - centreX
      const y = row + 0.5 - centreY
      const distance = inside(x * cos + y * sin, y * cos - x * sin)
      const coverage = Math.min(1, distance + 0.5)
      if (coverage > 0) blend(canvas, row * sizePx + column, colour, opacity * coverage)
    }
  }
}

/** Ellipse, box, bar, ring and triangle that reach at most `radius` (boxes: in each direction). */
const shapes: readonly ((random: Random, radius: number) => Inside)[] = [
  (random, radius) => {
    const other = radius * random.between(0.3, 1)
    return (x, y) => (1 - Math.hypot(x / radius, y / other)) * other
  },
  (random, radius) => {
    const other = radius * random.between(0.3, 1)
    return (x, y) => Math.min(radius - Math.abs(x), other - Math.abs(y))
  },
  (random, radius) => {
    const other = radius * random.between(0.04, 0.15)
    return (x, y) => Math.min(radius - Math.abs(x), other - Math.abs(y))
  },
  (random, radius) => {
    const thickness = radius * random.between(0.1, 0.4)
    return (x, y) => thickness / 2 - Math.abs(Math.hypot(x, y) - radius + thickness / 2)
  },
  (random, radius) => {
    const lean = random.between(-0.4, 0.4)
    return (x, y) => Math.min(radius * 0.5 - y, (y + radius - 1.6 * Math.abs(x - lean * y)) / 1.9)
  },
]
