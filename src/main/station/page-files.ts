import { readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { StudioError } from '../../shared/errors'
import { keepForEver, keepNever, safetyHeaders } from './page-policy'

/** One file of the built page, ready to be sent. */
export interface PageFile {
  readonly body: Buffer<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

/** The built page by path, as `assets/index-1a2b3c4d.js`. What is not in here cannot be asked for. */
export type PageFiles = ReadonlyMap<string, PageFile>

/** The page itself. */
export const indexFile = 'index.html'

const mediaTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/**
 * Reads the built page into memory, so that no request ever becomes a path on disk.
 * @throws StudioError `file/not-found` where it was not built
 */
export function loadPageFiles(root: string): PageFiles {
  const files = new Map<string, PageFile>()
  for (const entry of listFiles(root)) {
    const path = relative(root, entry).split(sep).join('/')
    files.set(path, { body: readFileSync(entry), headers: headersOf(path) })
  }
  if (!files.has(indexFile)) throw notBuilt(root)
  return files
}

function listFiles(root: string): string[] {
  try {
    const entries = readdirSync(root, { recursive: true, withFileTypes: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch {
    throw notBuilt(root)
  }
}

function notBuilt(root: string): StudioError {
  return new StudioError(
    'file/not-found',
    `${root} does not hold the built page. Run \`npm run build\` first.`,
  )
}

/** The build names assets after their content, so they may be kept; the page itself names them and may not. */
function headersOf(path: string): Readonly<Record<string, string>> {
  return {
    ...safetyHeaders,
    'content-type': mediaTypes[extname(path)] ?? 'application/octet-stream',
    'cache-control': path.startsWith('assets/') ? keepForEver : keepNever,
  }
}
