import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadPageFiles } from '../../../src/main/station/page-files'

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-page-'))
const root = join(folder, 'renderer')
mkdirSync(join(root, 'assets'), { recursive: true })
writeFileSync(join(root, 'index.html'), '<p>page</p>')
writeFileSync(join(root, 'assets/index-1a2b3c4d.js'), '0')
writeFileSync(join(folder, 'secret.txt'), 'secret')
afterAll(() => rmSync(folder, { recursive: true }))

test('holds the files of the page and nothing else', () => {
  expect([...loadPageFiles(root).keys()].sort()).toEqual(['assets/index-1a2b3c4d.js', 'index.html'])
})

test('the page is never kept, and its policy allows nothing inline', () => {
  const { body, headers } = loadPageFiles(root).get('index.html')!
  expect(body.toString()).toBe('<p>page</p>')
  expect(headers['content-type']).toBe('text/html; charset=utf-8')
  expect(headers['cache-control']).toBe('no-store')
  expect(headers['content-security-policy']).toContain("default-src 'none'")
  expect(headers['content-security-policy']).not.toContain('unsafe')
})

test('assets, which are named after their content, are kept for ever', () => {
  const { headers } = loadPageFiles(root).get('assets/index-1a2b3c4d.js')!
  expect(headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(headers['cache-control']).toContain('immutable')
})

test.each(['missing', 'renderer/assets'])('says what to do where %s holds no page', (name) => {
  expect(() => loadPageFiles(join(folder, name))).toThrow(/npm run build/)
})
