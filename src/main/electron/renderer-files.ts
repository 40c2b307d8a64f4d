import { readFile } from 'node:fs/promises'
import { extname, resolve, sep } from 'node:path'

/**
 * What a page of ours may do: run its own scripts, styles, fonts and images, and nothing else. No inline script or
 * style, no eval, no other host, no frame, no form; Svelte's templates are the only HTML made from strings.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')

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
 * The path of the file that a URL names, or null where it would leave the folder.
 *
 * @param root folder of the built renderer
 * @param url as the page asked for it; its path may be percent-encoded, '/' means index.html
 */
export function rendererFilePath(root: string, url: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(new URL(url).pathname)
  } catch {
    return null
  }
  if (path.includes('\0')) return null
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`)
  return file.startsWith(resolve(root) + sep) ? file : null
}

/** Answers a page's request with a file of the built renderer: 200, 403 outside it, 404 where it has no such file. */
export async function serveRendererFile(root: string, url: string): Promise<Response> {
  const file = rendererFilePath(root, url)
  if (file === null) return new Response('Forbidden', { status: 403 })
  const body = await readFile(file).catch(() => null)
  if (body === null) return new Response('Not found', { status: 404 })
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  })
}
