import type { ApiHandlers } from '../../shared/api'
import type { ErrorPayload, Result } from '../../shared/errors'
import { defaultStationPort } from '../../shared/station'
import { createAppApi } from '../jobs/api'
import type { ComputeClient } from '../jobs/compute-client'
import { dispatch, type Call } from '../jobs/dispatch'
import type { StudyStore } from '../store/study-store'
import { createSeatApi, describeSeats, type SeatApiOptions } from './api/seat-api'
import { createStationApi } from './api/station-api'
import { ArtifactShelf } from './artifact-shelf'
import { Authority } from './authority'
import { EventHub } from './event-hub'
import { OneTimeLinks } from './one-time-links'
import type { PageFiles } from './page-files'
import { SeatRegistry } from './seats/seat-registry'
import { seatStorageOf } from './seats/seat-records'
import { Station } from './station'
import { systemEnvironment, type StationEnvironment } from './station-environment'
import { defaultLimits, type StationLimits } from './station-limits'
import { StudyHolder } from './study-holder'

export interface HostOptions {
  readonly client: ComputeClient
  readonly page: PageFiles
  /** The study to begin with, which the host closes; null where none is open. */
  readonly study: StudyStore | null
  /** Of the station. Default: the one that desks expect. */
  readonly port?: number
  readonly environment?: StationEnvironment
  readonly limits?: StationLimits
  /** Hears what went wrong for a desk, which is told only that something did. */
  readonly onHidden?: (error: ErrorPayload) => void
}

/** Everything behind the pages, whichever carrier they are connected by. */
export interface Host {
  readonly answer: (call: Call) => Promise<Result<unknown>>
  readonly hub: EventHub
  readonly artifacts: ArtifactShelf
  readonly seats: SeatRegistry
  readonly links: OneTimeLinks
  readonly station: Station
  readonly studies: StudyHolder
  /** Closes the station and the study. */
  close(): Promise<void>
}

/** Puts together who answers the contract. Nothing listens until the station is opened. */
export function createHost(options: HostOptions): Host {
  const { client, page, environment = systemEnvironment, limits = defaultLimits } = options
  const studies = new StudyHolder(options.study)
  const publishSeats = () => hub.publish('seats.changed', { seats: describeSeats(seatApi) })
  const hub = new EventHub(({ role }) => {
    if (role === 'seat') publishSeats()
  })
  const links = new OneTimeLinks(environment)
  const artifacts = new ArtifactShelf(environment)
  const seats = new SeatRegistry({
    storage: seatStorageOf(studies.current?.paths.folder),
    environment,
    onChange: publishSeats,
    onSignedOut: (seatId) => {
      artifacts.takeBack({ role: 'seat', seatId })
      hub.end({ role: 'seat', seatId })
    },
  })
  const answer = (call: Call) => dispatch(handlers, call, options.onHidden)
  const station = new Station(
    {
      page,
      authority: new Authority(links, seats),
      hub,
      artifacts,
      answer,
      limits,
      nowMs: () => performance.now(),
    },
    options.port ?? defaultStationPort,
  )
  const seatApi: SeatApiOptions = { registry: seats, hub, status: () => station.status() }
  const handlers: ApiHandlers = {
    ...createAppApi({
      client,
      onProgress: (jobId, progress) => hub.publish('job.progress', { jobId, progress }),
    }),
    ...createSeatApi(seatApi),
    ...createStationApi(station, links),
  }
  const close = async () => {
    await station.close()
    studies.replace(null)
  }
  return { answer, hub, artifacts, seats, links, station, studies, close }
}
