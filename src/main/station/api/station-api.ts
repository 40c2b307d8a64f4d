import type { HandlersOf } from '../../../shared/api'
import type { OneTimeLinks } from '../one-time-links'
import type { Station } from '../station'

/** Whether and where the lab's network reaches this machine. */
export function createStationApi(station: Station, links: OneTimeLinks): HandlersOf<'station'> {
  return {
    'station.status': () => station.status(),
    'station.share': async ({ isOn }) => {
      await (isOn ? station.share() : station.unshare())
      return station.status()
    },
    'station.inviteSupervisor': () => {
      const { local, network } = station.status()
      const secret = links.create('supervisor')
      const addresses = [...network, ...(local === null ? [] : [local])]
      return { links: addresses.map((address) => `${address}#${secret}`) }
    },
  }
}
