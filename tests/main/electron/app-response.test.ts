import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { appResponse } from '../../../src/main/electron/app-response'
import { ArtifactShelf } from '../../../src/main/station/artifact-shelf'
import { loadPageFiles } from '../../../src/main/station/page-files'
import { testEnvironment } from '../../support/station-environment'

const root = mkdtempSync(join(tmpdir(), 'sweetspot-app-'))
writeFileSync(join(root, 'index.html'), '<p>page</p>')
writeFileSync(join(root, 'picture.jpg'), 'a picture')
afterAll(() => rmSync(root, { recursive: true }))

const page = loadPageFiles(root)
const shelf = new ArtifactShelf(testEnvironment())
const token = shelf.lend({ path: join(root, 'picture.jpg'), mediaType: 'image/jpeg' }, { role: 'studio' })

test.each([
  ['app://renderer/', '<p>page</p>', 'text/html; charset=utf-8'],
  ['app://renderer/index.html?x#y', '<p>page</p>', 'text/html; charset=utf-8'],
  [`app://renderer/artifacts/${token}`, 'a picture', 'image/jpeg'],
])('%s is there', async (url, body, type) => {
  const response = await appResponse(url, page, shelf)
  expect(response.status).toBe(200)
  expect(await response.text()).toBe(body)
  expect(response.headers.get('content-type')).toBe(type)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test.each([
  'app://other/index.html',
  `app://other/artifacts/${token}`,
  'app://renderer/missing.js',
  'app://renderer/artifacts/',
  `app://renderer/artifacts/${'A'.repeat(22)}`,
  'app://renderer/..%2fsecret',
  'app://renderer/%00',
])('%s is not', async (url) => {
  expect((await appResponse(url, page, shelf)).status).toBe(404)
})
