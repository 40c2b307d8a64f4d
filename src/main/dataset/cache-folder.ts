import envPaths from 'env-paths'
import { StudioError } from '../../shared/errors'

/**
 * Where unpacked archives, decoded images and downloads are kept: `SWEETSPOT_CACHE`, else the user's cache folder.
 * All of it can be deleted at any time.
 */
export function defaultCacheFolder(): string {
  return process.env['SWEETSPOT_CACHE'] ?? envPaths('sweetspot', { suffix: '' }).cache
}

const defaultLimitGigabytes = 8

/**
 * How many bytes of decoded images are kept on disk: `SWEETSPOT_CACHE_GB` in billions of bytes, else 8 of them; 0 keeps
 * none.
 *
 * @throws StudioError `dataset/bad-request` where the variable is no such number
 */
export function decodedLimitBytes(): number {
  const text = process.env['SWEETSPOT_CACHE_GB']?.trim() ?? ''
  const gigabytes = text === '' ? defaultLimitGigabytes : Number(text)
  if (gigabytes >= 0) return gigabytes * 1e9
  throw new StudioError(
    'dataset/bad-request',
    `SWEETSPOT_CACHE_GB is '${text}'. It takes a number of gigabytes from 0 up; 0 keeps no decoded images.`,
  )
}
