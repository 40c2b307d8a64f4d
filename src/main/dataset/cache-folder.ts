import envPaths from 'env-paths'

/**
 * Where unpacked archives, decoded images and downloads are kept: `SWEETSPOT_CACHE`, else the user's cache folder.
 * All of it can be deleted at any time.
 */
export function defaultCacheFolder(): string {
  return process.env['SWEETSPOT_CACHE'] ?? envPaths('sweetspot', { suffix: '' }).cache
}
