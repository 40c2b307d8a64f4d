import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { StudioError } from '../../src/shared/errors'
import { ComputeClient } from '../../src/main/jobs/compute-client'
import { createHost, type Host, type HostOptions } from '../../src/main/station/host'
import { loadPageFiles } from '../../src/main/station/page-files'
import { defaultLimits, type StationLimits } from '../../src/main/station/station-limits'
import { findingsHere } from './findings-here'
import { StationClient } from './station-client'

/**
 * A station that listens on this machine, with a page of two files and without a compute process; findings are computed
 * in this one.
 */
export interface TestHost extends Host {
  readonly url: string
  /** A browser that has not entered. */
  client(): StationClient
  /** A browser that has entered with a fresh link. */
  signedIn(role: 'studio' | 'supervisor'): Promise<StationClient>
  /** A browser at a new desk. */
  atDesk(label: string): Promise<StationClient & { readonly seatId: string }>
}

/** Opens a station that is closed when the test ends. */
export async function openTestHost(
  options: Partial<Omit<HostOptions, 'limits'>> & { readonly limits?: Partial<StationLimits> } = {},
): Promise<TestHost> {
  const root = mkdtempSync(join(tmpdir(), 'sweetspot-station-'))
  mkdirSync(join(root, 'assets'))
  writeFileSync(join(root, 'index.html'), '<p>the page</p>')
  writeFileSync(join(root, 'assets/index-1a2b3c4d.js'), '0')
  const noCompute = () => {
    throw new StudioError('compute/device-unavailable', 'This test has no compute process.')
  }
  const host = createHost({
    client: new ComputeClient(noCompute),
    spawnFindings: findingsHere,
    page: loadPageFiles(root),
    study: null,
    settingsFolder: null,
    port: 0,
    ...options,
    limits: { ...defaultLimits, ...options.limits },
  })
  onTestFinished(async () => {
    await host.close()
    rmSync(root, { recursive: true })
  })
  await host.station.openLocally()
  const url = host.station.status().local!
  const client = () => new StationClient(url)
  return {
    ...host,
    url,
    client,
    async signedIn(role) {
      const browser = client()
      await browser.enter(host.links.create(role))
      return browser
    },
    async atDesk(label) {
      const seat = host.seats.create(label)
      const browser = client()
      await browser.enter(seat.code!.text)
      return Object.assign(browser, { seatId: seat.id })
    },
  }
}
