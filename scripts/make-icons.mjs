// Draws the application icon in the sizes that Linux desktops look for (`resources/icons/NxN.png`).
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const folder = new URL('../resources/icons/', import.meta.url)
const drawing = fileURLToPath(new URL('icon.svg', folder))

for (const size of [16, 32, 48, 64, 128, 256, 512]) {
  const file = fileURLToPath(new URL(`${size}x${size}.png`, folder))
  await sharp(drawing, { density: 288 }).resize(size, size).png({ palette: true, effort: 10 }).toFile(file)
}
