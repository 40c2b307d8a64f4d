const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** Chunks that decide how a PNG looks (PNG specification, third edition, 11.2 and 11.3); all others are said about it. */
const visible: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB'])

/** Of a chunk besides its data: length, type and checksum. */
const frameBytes = 12

/**
 * A PNG without anything that could tell where it comes from: texts, times, colour profiles (which the program's own
 * pictures do not have, and which have names), and whatever follows its end.
 * @returns null for bytes that are no whole PNG
 */
export function barePng(file: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> | null {
  if (!file.subarray(0, signature.length).equals(signature)) return null
  const kept: Buffer<ArrayBuffer>[] = [signature]
  for (let at = signature.length; at + frameBytes <= file.length;) {
    const end = at + frameBytes + file.readUInt32BE(at)
    if (end > file.length) return null
    const type = file.toString('latin1', at + 4, at + 8)
    if (visible.has(type)) kept.push(file.subarray(at, end))
    if (type === 'IEND') return Buffer.concat(kept)
    at = end
  }
  return null
}
