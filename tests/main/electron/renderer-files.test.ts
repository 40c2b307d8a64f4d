import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { rendererFilePath, serveRendererFile } from '../../../src/main/electron/renderer-files'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-files-'))
const root = join(folder, 'renderer')
mkdirSync(root)
writeFileSync(join(root, 'index.html'), '<p>page</p>')
writeFileSync(join(root, 'a b.js'), '0')
writeFileSync(join(folder, 'secret.txt'), 'secret')
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  ['app://renderer/', 'index.html'],
  ['app://renderer/index.html?x#y', 'index.html'],
  ['app://renderer/a%20b.js', 'a b.js'],
])('%s is the file %s', (url, name) => {
  expect(rendererFilePath(root, url)).toBe(join(root, name))
})

test.each([
  'app://renderer/%2e%2e%2fsecret.txt',
  'app://renderer/..%2fsecret.txt',
  'app://renderer/%00',
  'app://renderer/%',
])('%s is refused', async (url) => {
  expect((await serveRendererFile(root, url)).status).toBe(403)
})

test('a page comes with its type and a policy that allows nothing inline', async () => {
  const response = await serveRendererFile(root, 'app://renderer/')
  expect(await response.text()).toBe('<p>page</p>')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const policy = response.headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toContain('unsafe')
})

test.each(['app://renderer/missing.js', 'app://renderer/a%20b.js/x'])('%s does not exist', async (url) => {
  expect((await serveRendererFile(root, url)).status).toBe(404)
})
