/** Mirrors RGB bytes `[sizePx, sizePx, 3]` left to right, in place. */
export function flipHorizontally(image: Uint8Array, sizePx: number): void {
  for (let y = 0; y < sizePx; y++) {
    for (let left = 0, right = sizePx - 1; left < right; left++, right--) {
      swapPixels(image, y * sizePx + left, y * sizePx + right)
    }
  }
}

/** Mirrors RGB bytes `[sizePx, sizePx, 3]` top to bottom, in place. */
export function flipVertically(image: Uint8Array, sizePx: number): void {
  const rowBytes = sizePx * 3
  for (let top = 0, bottom = sizePx - 1; top < bottom; top++, bottom--) {
    const kept = image.slice(top * rowBytes, (top + 1) * rowBytes)
    image.copyWithin(top * rowBytes, bottom * rowBytes, (bottom + 1) * rowBytes)
    image.set(kept, bottom * rowBytes)
  }
}

/** 16.16 fixed point, as Pillow's affine transform counts. */
const fixed = (value: number): number => Math.floor(value * 65536 + 0.5)

/**
 * Turns RGB bytes `[sizePx, sizePx, 3]` counter-clockwise about their centre, in place: nearest neighbour, black
 * where nothing was. Pixel for pixel what Pillow's `Image.rotate(degrees)` gives, its fixed-point steps included
 * (Pillow takes other code for exact multiples of 90, with the same result).
 */
export function rotate(image: Uint8Array, sizePx: number, degrees: number): void {
  const source = image.slice()
  const angle = (-degrees * Math.PI) / 180
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  const centre = sizePx / 2
  const startX = fixed(centre - cos * centre - sin * centre + (cos + sin) / 2)
  const startY = fixed(centre + sin * centre - cos * centre + (cos - sin) / 2)
  const stepCos = fixed(cos)
  const stepSin = fixed(sin)
  const stepMinusSin = fixed(-sin)
  image.fill(0)
  for (let y = 0, target = 0; y < sizePx; y++) {
    let fixedX = startX + y * stepSin
    let fixedY = startY + y * stepCos
    for (let x = 0; x < sizePx; x++, target += 3, fixedX += stepCos, fixedY += stepMinusSin) {
      const sourceX = fixedX >> 16
      const sourceY = fixedY >> 16
      if (sourceX < 0 || sourceX >= sizePx || sourceY < 0 || sourceY >= sizePx) continue
      const from = (sourceY * sizePx + sourceX) * 3
      image[target] = source[from]!
      image[target + 1] = source[from + 1]!
      image[target + 2] = source[from + 2]!
    }
  }
}

function swapPixels(image: Uint8Array, left: number, right: number): void {
  for (let channel = 0; channel < 3; channel++) {
    const kept = image[left * 3 + channel]!
    image[left * 3 + channel] = image[right * 3 + channel]!
    image[right * 3 + channel] = kept
  }
}
