import { homedir } from 'node:os'
import { join, sep } from 'node:path'
import type { HandlersOf } from '../../../shared/api'
import { stagesOf, type StudyOverview } from '../../../shared/study-overview'
import type { StudyStore } from '../../store/study-store'
import type { RecentStudies } from '../recent-studies'
import type { StudyHolder } from '../study-holder'
import { absoluteFolder, type StudySwitch } from '../study-switch'

/** Asks for a folder with the system's dialog; null where it was cancelled. */
export type FolderDialog = (purpose: 'open' | 'create') => Promise<string | null>

export interface StudyApiOptions {
  readonly studies: StudyHolder
  readonly studySwitch: StudySwitch
  readonly recent: RecentStudies
  /** Null where pages are in browsers, which show no dialog of the machine that runs this. */
  readonly folderDialog: FolderDialog | null
}

/** Opening, making and closing studies. */
export function createStudyApi(options: StudyApiOptions): HandlersOf<'study'> {
  const { studies, studySwitch, recent, folderDialog } = options
  return {
    'study.current': () => describeCurrent(studies),
    'study.recent': () => ({
      recent: recent.list(),
      suggestedParent: join(homedir(), 'Sweetspot'),
      separator: sep,
      canPickFolder: folderDialog !== null,
    }),
    'study.open': ({ folder }) => describeStudy(studySwitch.open(folder)),
    'study.create': ({ folder, ...study }) => describeStudy(studySwitch.create(folder, study)),
    'study.close': () => studySwitch.close(),
    'study.forget': ({ folder }) => recent.remove(absoluteFolder(folder)),
    'study.pickFolder': ({ purpose }) => folderDialog?.(purpose) ?? null,
  }
}

/** The open study; null where none is open. */
export function describeCurrent({ current }: StudyHolder): StudyOverview | null {
  return current === null ? null : describeStudy(current)
}

function describeStudy(store: StudyStore): StudyOverview {
  const { id, name, description, siteId, createdAt } = store.study.get()
  const { name: siteName, prefix } = store.sites.get(siteId)
  const counts = store.counts()
  return {
    id,
    name,
    description,
    folder: store.paths.folder,
    isReadOnly: store.isReadOnly,
    site: { name: siteName, prefix },
    createdAt,
    counts,
    stages: stagesOf(counts, store.newestJobs()),
  }
}
