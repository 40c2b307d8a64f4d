import type { ApiHandlers } from '../../shared/api'
import type { DeskIncident } from '../../shared/desk-incidents'
import type { Result } from '../../shared/errors'
import { defaultStationPort } from '../../shared/station'
import { createAppApi } from '../jobs/api'
import type { ComputeClient, ComputeTransport } from '../jobs/compute-client'
import { dispatch, type Call } from '../jobs/dispatch'
import { createFindingsClients, type FindingsClients } from '../jobs/findings/findings-clients'
import { RunningStudyJobs } from '../jobs/running-study-jobs'
import type { StudyStore } from '../store/study-store'
import { createJobApi } from './api/job-api'
import { createPlanningApi } from './api/planning-api'
import { createProtocolApi } from './api/protocol-api'
import { createAnalysisApi } from './api/analysis-api'
import { createRatingsApi } from './api/ratings-api'
import { createDeskApi } from './api/desk-api'
import { createSeatApi, describeSeats, type SeatApiOptions } from './api/seat-api'
import { SessionApi } from './api/session-api'
import { createStationApi } from './api/station-api'
import { createStudyApi, describeCurrent, type FolderDialog } from './api/study-api'
import { ArtifactShelf } from './artifact-shelf'
import { Authority } from './authority'
import { coalesce } from './coalesce'
import { EventHub } from './event-hub'
import type { LocalDesk } from './local-desk'
import { OneTimeLinks } from './one-time-links'
import type { PageFiles } from './page-files'
import { RecentStudies } from './recent-studies'
import { DeskTroubles } from './seats/desk-troubles'
import { SeatRegistry } from './seats/seat-registry'
import { seatFolderOf, seatStorageOf } from './seats/seat-records'
import { Station } from './station'
import { systemEnvironment, type StationEnvironment } from './station-environment'
import { defaultLimits, type StationLimits } from './station-limits'
import { StudyHolder } from './study-holder'
import { StudySwitch } from './study-switch'
import { StudyWriting } from './study-writing'

export interface HostOptions {
  readonly client: ComputeClient
  /** Starts a process that analyses ratings. */
  readonly spawnFindings: () => ComputeTransport
  readonly page: PageFiles
  /** The study to begin with, which the host closes; null where none is open. */
  readonly study: StudyStore | null
  /** Of the station. Default: the one that desks expect. */
  readonly port?: number
  /** Where recent studies are remembered, absolute; null remembers them as long as the program runs. */
  readonly settingsFolder: string | null
  /** Where pages are windows of this machine. */
  readonly folderDialog?: FolderDialog
  readonly localDesk?: LocalDesk
  readonly environment?: StationEnvironment
  readonly limits?: StationLimits
  /** Hears what was refused to a desk that sends people here for the reason: a line for the program's log. */
  readonly onDeskTrouble?: (text: string) => void
}

/** Everything behind the pages, whichever carrier they are connected by. */
export interface Host {
  readonly answer: (call: Call) => Promise<Result<unknown>>
  readonly hub: EventHub
  readonly artifacts: ArtifactShelf
  readonly seats: SeatRegistry
  readonly troubles: DeskTroubles
  readonly links: OneTimeLinks
  readonly station: Station
  readonly studies: StudyHolder
  /** Records what happened to the window of a local desk. */
  readonly noteIncident: (seatId: string, incident: DeskIncident) => void
  /** Tells pages that a screen, or what it shows, has changed. */
  readonly displaysChanged: () => void
  /** Closes the station and the study. */
  close(): Promise<void>
}

/** How long an overview may lag behind its study. */
const overviewDelayMs = 500

/** Puts together who answers the contract. Nothing listens until the station is opened. */
export function createHost(options: HostOptions): Host {
  const { page, localDesk, environment = systemEnvironment, limits = defaultLimits } = options
  const studies = new StudyHolder(options.study)
  const findings = createFindingsClients(options.spawnFindings)
  studies.watch(() => findings.stop())
  const hub = new EventHub((caller) => {
    if (caller.role !== 'seat') return
    publishSeats()
    sessions.connectionChanged(caller.seatId)
  })
  const links = new OneTimeLinks(environment)
  const artifacts = new ArtifactShelf(environment, (reader, token, isThere) => {
    if (reader.role === 'seat') troubles.pictureRead(reader.seatId, token, isThere)
  })
  const seats = new SeatRegistry({
    storage: seatStorageOf(seatFolderOf(studies.current)),
    environment,
    onChange: () => publishSeats(),
    onSignedOut: (seatId) => {
      artifacts.takeBack({ role: 'seat', seatId })
      troubles.forget(seatId)
      hub.end({ role: 'seat', seatId })
      localDesk?.close(seatId)
      if (seats.list().every(({ id }) => id !== seatId)) sessions.seatRemoved(seatId)
    },
  })
  const { absentMs } = limits
  const sessions = new SessionApi({ studies, hub, artifacts, registry: seats, environment, absentMs })
  const troubles = new DeskTroubles({
    now: environment.now,
    onChange: () => publishSeats(),
    onNews: (seatId, text) => options.onDeskTrouble?.(`${seats.get(seatId).label}: ${text}`),
  })
  const answer = answerCalls(() => handlers, seats, troubles)
  const authority = new Authority(links, seats)
  const station = new Station(
    { page, authority, hub, artifacts, answer, limits, nowMs: environment.monotonicMs },
    options.port ?? defaultStationPort,
  )
  const seatApi: SeatApiOptions = { registry: seats, hub, troubles, status: () => station.status() }
  const publishSeats = () => hub.publish('seats.changed', { seats: describeSeats(seatApi) })
  const stopTelling = tellOfStudy(studies, hub)
  const noteIncident = (seatId: string, incident: DeskIncident) => sessions.noteIncident(seatId, incident)
  const displaysChanged = () => hub.publish('desk.changed', { displays: localDesk?.displays() ?? null })
  const parts = { hub, links, artifacts, seats, troubles, station, studies, noteIncident, displaysChanged }
  const jobs = new RunningStudyJobs({
    client: options.client,
    study: () => studies.require(),
    onProgress: (jobId, progress) => hub.publish('job.progress', { jobId, progress }),
    onChange: () => studies.noteChange(),
  })
  const handlers = createHandlers({ ...options, ...parts, environment, seatApi, sessions, findings, jobs })
  const close = async () => {
    await Promise.all([station.close(), jobs.stop()])
    stopTelling()
    findings.stop()
    studies.replace(null)
  }
  return { ...parts, answer, close }
}

/** Answers calls, and keeps what is refused to desks. */
function answerCalls(
  handlers: () => ApiHandlers,
  seats: SeatRegistry,
  troubles: DeskTroubles,
): Host['answer'] {
  return async (call) => {
    const { caller } = call
    if (caller.role !== 'seat') return dispatch(handlers(), call)
    const { seatId } = caller
    const isThere = () => seats.list().some(({ id }) => id === seatId) // it may be removed while it waits
    const result = await dispatch(handlers(), call, (error) => {
      if (isThere()) troubles.refused(seatId, call, error)
    })
    if (result.ok) troubles.served(seatId, call)
    return result
  }
}

interface HandlerParts extends Omit<Host, 'answer' | 'close'>, HostOptions {
  readonly environment: StationEnvironment
  readonly seatApi: SeatApiOptions
  readonly sessions: SessionApi
  readonly findings: FindingsClients
  readonly jobs: RunningStudyJobs
}

/** Each area of the contract with what it needs. */
function createHandlers(parts: HandlerParts): ApiHandlers {
  const { client, hub, artifacts, seats, station, studies, links, findings, environment, sessions } = parts
  const { folderDialog = null, localDesk = null } = parts
  const recent = new RecentStudies(parts.settingsFolder)
  const writing = new StudyWriting(studies, findings.writing)
  const studySwitch = new StudySwitch({ studies, seats, recent, now: environment.now })
  if (parts.study !== null) studySwitch.remember(parts.study)
  return {
    ...createAppApi({
      client,
      onProgress: (jobId, progress) => hub.publish('job.progress', { jobId, progress }),
    }),
    ...createSeatApi(parts.seatApi),
    ...createStationApi(station, links),
    ...createStudyApi({ studies, studySwitch, recent, folderDialog }),
    ...sessions.handlers,
    ...createJobApi(parts.jobs),
    ...createDeskApi({ localDesk, registry: seats, sessions: sessions.handlers }),
    ...createProtocolApi(studies, parts.artifacts),
    ...createPlanningApi(studies, writing),
    ...createRatingsApi({ studies, findings, writing, hub, environment }),
    ...createAnalysisApi({ studies, findings, artifacts }),
  }
}

/** Tells pages which study is open, and soon after it has changed what it holds. @returns stops it */
function tellOfStudy(studies: StudyHolder, hub: EventHub): () => void {
  const tell = () => hub.publish('study.changed', { study: describeCurrent(studies) })
  const soon = coalesce(tell, overviewDelayMs)
  const stops = [studies.watch(tell), studies.watchContent(soon.ask), soon.stop]
  return () => {
    for (const stop of stops) stop()
  }
}
