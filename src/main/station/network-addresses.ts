import { BlockList } from 'node:net'
import { networkInterfaces } from 'node:os'
import { StudioError } from '../../shared/errors'

/** Addresses that no router of the internet passes on (RFC 1918, RFC 3927). */
const privateAddresses = new BlockList()
privateAddresses.addSubnet('10.0.0.0', 8)
privateAddresses.addSubnet('172.16.0.0', 12)
privateAddresses.addSubnet('192.168.0.0', 16)
privateAddresses.addSubnet('169.254.0.0', 16)

/** Whether an IPv4 address is of a private network. */
export function isPrivateAddress(address: string): boolean {
  return privateAddresses.check(address, 'ipv4')
}

/** The IPv4 addresses of this machine in its networks. */
export function ownAddresses(interfaces = networkInterfaces()): readonly string[] {
  const all = Object.values(interfaces).flatMap((each) => each ?? [])
  return all.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)
}

/**
 * The addresses at which the lab's network may reach the station.
 * @param wanted one of this machine's addresses; undefined takes all that are of a private network
 * @throws StudioError `station/bad-address`
 */
export function sharedAddresses(wanted: string | undefined, own = ownAddresses()): readonly string[] {
  const known = own.join(', ') || 'none; is it connected to a network?'
  if (wanted !== undefined) {
    if (own.includes(wanted)) return [wanted]
    throw new StudioError(
      'station/bad-address',
      `${wanted} is no address of this machine. Its addresses in networks: ${known}.`,
    )
  }
  const found = own.filter(isPrivateAddress)
  if (found.length > 0) return found
  throw new StudioError(
    'station/bad-address',
    'This machine has no address of a private network (10.x, 172.16.x to 172.31.x, 192.168.x, 169.254.x). Connect it to ' +
      `the lab's network, or name the address with --lan <address>. Its addresses in networks: ${known}.`,
  )
}
