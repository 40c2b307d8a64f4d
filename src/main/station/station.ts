import type { StationStatus } from '../../shared/station'
import { openServer, type OpenServer } from './http/open-server'
import { RequestHandler, type StationServices } from './http/request-handler'
import { loopback } from './http/request-guard'
import { sharedAddresses } from './network-addresses'

/** The servers of the station: one on this machine, and one at each address of the lab's network when it is shared. */
export class Station {
  readonly #services: StationServices
  readonly #handler: RequestHandler
  readonly #port: number
  #local: OpenServer | undefined
  #network: readonly OpenServer[] = []

  /** @param port of every address; 0 takes a free one when the first opens */
  constructor(services: StationServices, port: number) {
    this.#services = services
    this.#handler = new RequestHandler(services)
    this.#port = port
  }

  status(): StationStatus {
    return {
      local: this.#local === undefined ? null : urlOf(this.#local),
      network: this.#network.map(urlOf),
    }
  }

  /** Opens the station for browsers on this machine. @throws StudioError `station/cannot-open` */
  async openLocally(): Promise<void> {
    this.#local ??= await this.#open(loopback)
  }

  /**
   * Opens the station for the lab's network, or does nothing where it is open.
   * @param address one of this machine's; undefined takes all of private networks
   * @throws StudioError `station/bad-address`, `station/cannot-open`
   */
  async share(address?: string): Promise<void> {
    if (this.#network.length > 0) return
    const opened: OpenServer[] = []
    try {
      for (const each of sharedAddresses(address)) opened.push(await this.#open(each, opened[0]?.port))
    } catch (error) {
      await closeAll(opened)
      throw error
    }
    this.#network = opened
  }

  /** Closes it for the network; browsers on this machine stay. */
  async unshare(): Promise<void> {
    const servers = this.#network
    this.#network = []
    await closeAll(servers)
  }

  /** Closes everywhere. */
  async close(): Promise<void> {
    const servers = [...this.#network, ...(this.#local === undefined ? [] : [this.#local])]
    this.#network = []
    this.#local = undefined
    await closeAll(servers)
  }

  #open(address: string, port = this.#local?.port ?? this.#port): Promise<OpenServer> {
    return openServer({ handler: this.#handler, limits: this.#services.limits, address, port })
  }
}

function urlOf({ address, port }: OpenServer): string {
  return `http://${address}:${port}/`
}

async function closeAll(servers: readonly OpenServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server.close()))
}
