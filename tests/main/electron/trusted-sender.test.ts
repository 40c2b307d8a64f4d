import { expect, test } from 'vitest'
import { isTrustedSender } from '../../../src/main/electron/trusted-sender'

const app = 'app://renderer/index.html'
const server = 'http://localhost:5173'

test.each([
  [true, 'app://renderer/index.html#devices', app],
  [false, 'app://other/index.html', app],
  [false, 'http://renderer/index.html', app],
  [false, 'data:text/html,x', app],
  [false, 'about:blank', app],
  [false, 'not a url', app],
  [false, '', app],
  [true, 'http://localhost:5173/', server],
  [false, 'http://localhost:5174/', server],
  [false, 'https://localhost:5173/', server],
  [false, 'http://localhost.example.invalid:5173/', server],
])('%s for %j where the page is %j', (expected, url, rendererUrl) => {
  expect(isTrustedSender({ url, parent: null }, rendererUrl)).toBe(expected)
})

test('an embedded frame of the same origin and a frame that is gone are refused', () => {
  expect(isTrustedSender({ url: app, parent: { url: app } }, app)).toBe(false)
  expect(isTrustedSender(null, app)).toBe(false)
})
