import { expect, test } from 'vitest'
import { homeOf, placeOf } from '../../../../src/main/station/http/place'

const seatId = '0193a1e0-0000-7000-8000-000000000001'

test.each([
  ['/', null, ''],
  ['/#secret', null, ''],
  ['/assets/index.js?x=1', null, 'assets/index.js'],
  ['/studio/', { role: 'studio' }, ''],
  ['/supervisor/api/call', { role: 'supervisor' }, 'api/call'],
  [`/seat/${seatId}/artifacts/x`, { role: 'seat', seatId }, 'artifacts/x'],
  ['/seat/', null, 'seat/'],
  ['/seat/../studio/api/call', null, 'seat/../studio/api/call'],
  ['/%73tudio/api/call', null, '%73tudio/api/call'],
  ['http://127.0.0.1/studio/', null, 'ttp://127.0.0.1/studio/'],
  ['*', null, ''],
])('%s', (url, claimed, path) => {
  expect(placeOf(url)).toEqual({ claimed, path })
})

test.each([{ role: 'studio' }, { role: 'supervisor' }, { role: 'seat', seatId }] as const)(
  'the home of %j leads back to it',
  (caller) => {
    expect(placeOf(homeOf(caller))).toEqual({ claimed: caller, path: '' })
  },
)
