import type { Command } from 'commander'
import { createInterface } from 'node:readline'
import type { Seat } from '../../../shared/seats'
import { defaultStationPort, type StationStatus } from '../../../shared/station'
import { createNodeTransport } from '../../jobs/node-transport'
import { describeSeats } from '../../station/api/seat-api'
import type { Host } from '../../station/host'
import { openHost } from '../../station/open-host'
import { openBrowser } from '../../station/open-browser'
import { settingsFolder } from '../../station/settings-folder'
import { absolute, jsonOption, wholeNumber } from '../options'
import { printResult, type CliSession } from '../session'
import { formatTable } from '../text'

interface ServeFlags {
  readonly study?: string
  readonly port: number
  readonly lan?: string | true
  readonly desks: number
  readonly open: boolean
}

/** What is printed once the station is open. */
export interface OpenedStation {
  readonly status: StationStatus
  /** One-time, for a browser on this machine. */
  readonly studioLink: string
  /** One-time, one for each address. */
  readonly supervisorLinks: readonly string[]
  readonly seats: readonly Seat[]
}

const help = `
The studio works in a browser on this machine only. With --lan, browsers of the same network may become the supervisor's
or a desk's, each with a link or code that works once. The connection is not encrypted: use a network of the lab's own.
docs/station.md says what is protected and what is not, and how to set up desks.

Examples:
  sweetspot serve --study my-study --open
  sweetspot serve --study my-study --lan --desks 3
  sweetspot serve --study my-study --lan 192.168.1.10 --port 8080`

/** `sweetspot serve`: the studio, supervisors and rating desks in browsers. */
export function addServeCommand(program: Command, session: CliSession): void {
  program
    .command('serve')
    .description('serve the studio and rating desks to browsers, until Ctrl-C')
    .option('--study <folder>', 'the study to work on; its desks are remembered there')
    .option(
      '--port <n>',
      'where to listen; 0 takes any free port',
      wholeNumber(0, 65_535),
      defaultStationPort,
    )
    .option(
      '--lan [address]',
      'also for the lab’s network: at one address of this machine, or all private ones',
    )
    .option('--desks <n>', 'rating desks to make, as far as the study has fewer', wholeNumber(0, 100), 0)
    .option('--open', 'open the studio in the default browser', false)
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action((flags: ServeFlags) => serve(session, flags))
}

async function serve(session: CliSession, flags: ServeFlags): Promise<void> {
  const host = await openHost({
    client: session.client,
    spawnFindings: () => createNodeTransport({ entry: session.findingsEntry }),
    pageRoot: session.pageRoot,
    study: flags.study === undefined ? null : absolute(flags.study),
    port: flags.port,
    lan: flags.lan,
    deskCount: flags.desks,
    settingsFolder: settingsFolder(),
    onDeskTrouble: (text) => session.view.warning(text),
  })
  const stopAsking = printLinkOnEnter(host)
  try {
    const studioLink = studioLinkOf(host)
    printResult(session, describeHost(host, studioLink), describeStation)
    if (flags.open) openBrowser(studioLink)
    await aborted(session.signal)
  } finally {
    stopAsking()
    await host.close()
  }
}

function describeHost(host: Host, studioLink: string): OpenedStation {
  const { hub, station, troubles, seats: registry } = host
  const status = station.status()
  const secret = host.links.create('supervisor')
  return {
    status,
    studioLink,
    supervisorLinks: status.network.map((address) => `${address}#${secret}`),
    seats: describeSeats({ registry, hub, troubles, status: () => status }),
  }
}

function studioLinkOf({ station, links }: Host): string {
  return `${station.status().local}#${links.create('studio')}`
}

/** A link works once, and whoever closed the browser needs another. */
function printLinkOnEnter(host: Host): () => void {
  if (!process.stdin.isTTY) return () => undefined
  const lines = createInterface({ input: process.stdin })
  lines.on('line', () => void process.stdout.write(`Studio, once: ${studioLinkOf(host)}\n`))
  return () => lines.close()
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** The addresses, links and codes, and what it means to be open for a network. */
export function describeStation({ status, studioLink, supervisorLinks, seats }: OpenedStation): string {
  const network =
    status.network.length === 0
      ? ['Only browsers on this machine can reach it; --lan opens it for the lab’s network.']
      : [
          `Open for the network at ${status.network.join(' and ')}`,
          '',
          ...networkWarning,
          '',
          'Supervisor on another machine, once:',
          ...supervisorLinks.map((link) => `  ${link}`),
        ]
  return [
    'Studio, once, in a browser on this machine:',
    `  ${studioLink}`,
    ...(process.stdin.isTTY ? ['Press Enter for another such link, Ctrl-C to stop.'] : []),
    '',
    ...network,
    ...deskTable(seats),
  ].join('\n')
}

const networkWarning = [
  'WARNING: what crosses the network is not encrypted. Anyone who can listen to it sees pictures and answers and can',
  'take over a desk or the supervisor’s page. Nobody gets in who only knows the address. Use a network of the lab’s own,',
  'without guests; docs/station.md says how.',
]

function deskTable(seats: readonly Seat[]): string[] {
  if (seats.length === 0) return []
  const rows = seats.map(({ label, invitation, isTaken }) => [
    label,
    invitation?.code ?? '-',
    invitation?.links[0] ?? (isTaken ? 'in use by a browser' : '-'),
  ])
  return ['', formatTable(['desk', 'code', 'link (once, for 30 minutes)'], rows)]
}
