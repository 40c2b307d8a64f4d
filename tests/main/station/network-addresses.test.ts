import { expect, test } from 'vitest'
import { isPrivateAddress, ownAddresses, sharedAddresses } from '../../../src/main/station/network-addresses'

test.each([
  [true, '10.1.2.3'],
  [true, '172.16.0.1'],
  [true, '172.31.255.254'],
  [true, '192.168.178.20'],
  [true, '169.254.7.7'],
  [false, '172.32.0.1'],
  [false, '192.169.0.1'],
  [false, '134.60.1.1'],
])('private: %s for %s', (expected, address) => {
  expect(isPrivateAddress(address)).toBe(expected)
})

test('own addresses are those of IPv4 that others can reach', () => {
  const common = { netmask: '', mac: '', cidr: null }
  const interfaces = {
    lo: [{ ...common, address: '127.0.0.1', family: 'IPv4', internal: true } as const],
    eth0: [
      { ...common, address: '192.168.1.10', family: 'IPv4', internal: false } as const,
      { ...common, address: 'fe80::1', family: 'IPv6', internal: false, scopeid: 1 } as const,
    ],
  }
  expect(ownAddresses(interfaces)).toEqual(['192.168.1.10'])
})

test('an address of the internet is shared only when it is named', () => {
  const own = ['192.168.1.10', '134.60.1.1', '10.0.0.5']
  expect(sharedAddresses(undefined, own)).toEqual(['192.168.1.10', '10.0.0.5'])
  expect(sharedAddresses('134.60.1.1', own)).toEqual(['134.60.1.1'])
})

test.each([
  ['134.60.1.2', ['134.60.1.1'], /134\.60\.1\.2 is no address of this machine.*134\.60\.1\.1/],
  [undefined, ['134.60.1.1'], /private network.*--lan <address>/s],
  [undefined, [], /is it connected to a network/],
])('sharing %s of %j says what is wrong', (wanted, own, message) => {
  expect(() => sharedAddresses(wanted, own)).toThrow(message)
})
