export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif'

/**
 * The format by a file's first bytes, whatever its name says; undefined for anything else. SVG, PDF and the like
 * are left out on purpose: the decoder could draw them, but they are no photographs.
 */
export function imageFormat(file: Uint8Array): ImageFormat | undefined {
  const text = String.fromCharCode(...file.subarray(0, 12))
  if (text.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) return 'webp'
  if (text.startsWith('GIF8')) return 'gif'
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return 'tiff'
  if (text.slice(4) === 'ftypavif' || text.slice(4) === 'ftypavis') return 'avif'
  return undefined
}
