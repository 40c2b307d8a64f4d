import { openAsAllowed } from '../store/open-study'
import type { StudyStore } from '../store/study-store'
import { createHost, type Host, type HostOptions } from './host'
import { loadPageFiles } from './page-files'
import type { RegisteredSeat } from './seats/seat-registry'

export interface OpenHostOptions extends Omit<HostOptions, 'page' | 'study'> {
  /** Folder of the built page. */
  readonly pageRoot: string
  /** Folder of the study to work on, absolute; null works on none. */
  readonly study: string | null
  /** Opens the station for the lab's network: at an address of this machine, or `true` for all private ones. */
  readonly lan?: string | true
  /** How many desks there should be at least. */
  readonly deskCount: number
}

/**
 * Opens a study and its station, and sees to it that there are desks: those that are missing are made, and all that
 * nobody has taken get a fresh code.
 * @throws StudioError what `openStudy` throws, `file/not-found` where the page was not built, `station/bad-address`,
 * `station/cannot-open`; nothing stays open then
 */
export async function openHost(options: OpenHostOptions): Promise<Host> {
  const { pageRoot, study, lan, deskCount, ...others } = options
  const page = loadPageFiles(pageRoot)
  const host = openOver(study === null ? null : openAsAllowed(study), { ...others, page })
  try {
    await host.station.openLocally()
    if (lan !== undefined) await host.station.share(lan === true ? undefined : lan)
    host.studies.watch((opened) => {
      if (opened !== null) prepareDesks(host, deskCount)
    })
    prepareDesks(host, deskCount)
    return host
  } catch (error) {
    await host.close()
    throw error
  }
}

function openOver(study: StudyStore | null, options: Omit<HostOptions, 'study'>): Host {
  try {
    return createHost({ ...options, study })
  } catch (error) {
    study?.close()
    throw error
  }
}

function prepareDesks({ seats }: Host, count: number): void {
  for (const seat of seats.list().filter(isFree)) seats.invite(seat.id)
  for (const label of missingLabels(seats.list(), count)) seats.create(label)
}

function isFree({ tokenHash }: RegisteredSeat): boolean {
  return tokenHash === null
}

/** `Desk 1` and so on, without the names that are taken. */
function missingLabels(seats: readonly RegisteredSeat[], count: number): readonly string[] {
  const taken = new Set(seats.map(({ label }) => label))
  const names = Array.from({ length: seats.length + count }, (_, index) => `Desk ${index + 1}`)
  return names.filter((name) => !taken.has(name)).slice(0, Math.max(0, count - seats.length))
}
