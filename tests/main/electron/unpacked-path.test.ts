import { expect, test } from 'vitest'
import { unpackedPath } from '../../../src/main/electron/unpacked-path'

test.each([
  [
    '/opt/Sweetspot/resources/app.asar/out/main/x.js',
    '/opt/Sweetspot/resources/app.asar.unpacked/out/main/x.js',
  ],
  ['C:\\Sweetspot\\resources\\app.asar\\out\\x.js', 'C:\\Sweetspot\\resources\\app.asar.unpacked\\out\\x.js'],
  ['/r/app.asar.unpacked/out/x.js', '/r/app.asar.unpacked/out/x.js'],
  ['/home/me/sweetspot/out/main/x.js', '/home/me/sweetspot/out/main/x.js'],
])('%s lies at %s', (path, expected) => {
  expect(unpackedPath(path)).toBe(expected)
})
