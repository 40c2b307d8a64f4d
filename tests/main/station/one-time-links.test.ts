import { expect, test } from 'vitest'
import { linkLifetimeMs, OneTimeLinks } from '../../../src/main/station/one-time-links'
import { testEnvironment } from '../../support/station-environment'

test('a link is exchanged once, for its own role', () => {
  const links = new OneTimeLinks(testEnvironment())
  const secret = links.create('supervisor')
  expect(links.roleOf(secret)).toBe('supervisor')
  const { role, token } = links.redeem(secret)!
  expect(role).toBe('supervisor')
  expect(links.redeem(secret)).toBeUndefined()
  expect(links.isToken('supervisor', token)).toBe(true)
  expect(links.isToken('studio', token)).toBe(false)
  expect(links.isToken('supervisor', secret)).toBe(false)
})

test('links and sign-ins stand beside each other', () => {
  const links = new OneTimeLinks(testEnvironment())
  const secrets = [links.create('studio'), links.create('studio')]
  const tokens = secrets.map((secret) => links.redeem(secret)!.token)
  expect(tokens.map((token) => links.isToken('studio', token))).toEqual([true, true])
})

test('a link that was not used in time is worth nothing', () => {
  const environment = testEnvironment()
  const links = new OneTimeLinks(environment)
  const secret = links.create('studio')
  environment.wait(linkLifetimeMs)
  expect(links.redeem(secret)).toBeUndefined()
})
