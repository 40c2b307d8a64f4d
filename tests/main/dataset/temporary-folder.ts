import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'

/** A folder that goes when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-dataset-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files with the folders they are in; a number is the grey level of an 8 × 8 PNG. */
export async function writeFiles(
  folder: string,
  files: Record<string, Uint8Array | string | number>,
): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'number' ? await greyPng(content) : content)
  }
}

export function greyPng(level: number): Promise<Buffer> {
  return sharp(Buffer.alloc(64 * 3, level), { raw: { width: 8, height: 8, channels: 3 } })
    .png()
    .toBuffer()
}
