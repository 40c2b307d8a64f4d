import { expect, test } from 'vitest'
import { hrefOf, routeOf } from '../../../src/renderer/src/shell/route'

test.each([
  ['', { stage: '', path: [] }],
  ['#devices', { stage: 'devices', path: [] }],
  ['#protocols/0199/texts/consent.body', { stage: 'protocols', path: ['0199', 'texts', 'consent.body'] }],
  ['#sessions/', { stage: 'sessions', path: [] }],
])('reads %j', (hash, route) => {
  expect(routeOf(hash)).toEqual(route)
})

test('leads a broken address to the start', () => {
  expect(routeOf('#%zz/no')).toEqual({ stage: '', path: [] })
})

test('writes what it reads, whatever stands in it', () => {
  expect(routeOf(hrefOf('plans', 'a/b', 'ü ?#'))).toEqual({ stage: 'plans', path: ['a/b', 'ü ?#'] })
})
