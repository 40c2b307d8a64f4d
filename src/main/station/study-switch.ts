import { existsSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join, normalize } from 'node:path'
import { StudioError } from '../../shared/errors'
import { createStudy, type NewStudy } from '../store/create-study'
import { openAsAllowed } from '../store/open-study'
import type { StudyStore } from '../store/study-store'
import type { RecentStudies } from './recent-studies'
import { seatFolderOf, seatStorageOf } from './seats/seat-records'
import type { SeatRegistry } from './seats/seat-registry'
import type { StudyHolder } from './study-holder'

export interface StudySwitchOptions {
  readonly studies: StudyHolder
  readonly seats: SeatRegistry
  readonly recent: RecentStudies
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/**
 * Puts another study in place of the one that is open. Either all goes over, the desks included, or nothing has changed:
 * what could fail comes first.
 */
export class StudySwitch {
  readonly #options: StudySwitchOptions

  constructor(options: StudySwitchOptions) {
    this.#options = options
  }

  /**
   * Opens a study; the one that is open already is given again.
   * @param folder as a person typed it
   * @throws StudioError `study/bad-folder`, `study/busy`, `station/cannot-open`, or what `openStudy` throws
   */
  open(folder: string): StudyStore {
    const path = absoluteFolder(folder)
    const { current } = this.#options.studies
    if (current !== null && isSameFolder(current.paths.folder, path)) return current
    this.#refuseWhileBusy()
    return this.#replace(openAsAllowed(path))
  }

  /** Makes a study and opens it. @throws StudioError as `open`, or what `createStudy` throws */
  create(folder: string, study: NewStudy): StudyStore {
    const path = absoluteFolder(folder)
    this.#refuseWhileBusy()
    return this.#replace(createStudy(path, study))
  }

  /** Leaves no study open. @throws StudioError `study/busy` */
  close(): void {
    this.#refuseWhileBusy()
    const { studies, seats } = this.#options
    if (studies.current === null) return
    seats.use(seatStorageOf(undefined))
    studies.replace(null)
  }

  /** Puts a study that is open to the front of the recent ones. */
  remember(study: StudyStore): void {
    const openedAt = new Date(this.#options.now()).toISOString()
    this.#options.recent.add({ folder: study.paths.folder, name: study.study.get().name, openedAt })
  }

  #replace(study: StudyStore): StudyStore {
    const { studies, seats } = this.#options
    try {
      seats.use(seatStorageOf(seatFolderOf(study)))
    } catch (error) {
      study.close()
      throw error
    }
    studies.replace(study)
    this.remember(study)
    return study
  }

  #refuseWhileBusy(): void {
    const { current } = this.#options.studies
    if (current === null || current.isReadOnly) return
    const { sessions } = current.counts()
    const jobs = current.jobs.list('running').length
    if (sessions.running === 0 && jobs === 0) return
    const what = [
      ...(sessions.running > 0 ? [countOf(sessions.running, 'session')] : []),
      ...(jobs > 0 ? [countOf(jobs, 'job')] : []),
    ]
    throw new StudioError(
      'study/busy',
      `"${current.study.get().name}" stays open: ${what.join(' and ')} running. Let people finish or pause their ` +
        'sessions, and let jobs end or stop them; then try again.',
    )
  }
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? ' is' : 's are'}`
}

/**
 * The folder that a person named.
 * @throws StudioError `study/bad-folder` for one that depends on where the program was started
 */
export function absoluteFolder(typed: string): string {
  const path = typed.trim().replace(/^~(?=$|[/\\])/, homedir())
  if (isAbsolute(path) && !path.includes('\0')) return normalize(path)
  throw new StudioError(
    'study/bad-folder',
    `"${typed.slice(0, 200)}" is no whole path. Give the folder from the root, as ${join(homedir(), 'my-study')}.`,
  )
}

function isSameFolder(left: string, right: string): boolean {
  return existsSync(left) && existsSync(right) && realpathSync(left) === realpathSync(right)
}
