import type { Model } from '../../shared/records/model-records'
import type { JobState } from '../../shared/records/job-records'
import type { SessionState } from '../../shared/records/session-records'
import type { Site, Study } from '../../shared/records/study-records'
import type { StudyStore } from '../store/study-store'

/** What a study holds, part by part. */
export interface StudyContents {
  readonly study: Study
  readonly sites: readonly Site[]
  readonly datasets: readonly { readonly name: string; readonly images: number }[]
  readonly models: readonly Pick<
    Model,
    'id' | 'name' | 'architecture' | 'targetCpr' | 'measuredCpr' | 'metrics'
  >[]
  readonly maps: number
  readonly stimulusSets: readonly { readonly name: string; readonly stimuli: number }[]
  readonly protocols: readonly string[]
  readonly plans: readonly { readonly name: string; readonly slots: number; readonly openSlots: number }[]
  readonly sessions: Readonly<Partial<Record<SessionState, number>>>
  /** Answers that count, by source. */
  readonly ratings: ReturnType<StudyStore['ratings']['counts']>
  readonly jobs: Readonly<Partial<Record<JobState, number>>>
}

/** Reads what a study holds. */
export function readContents(study: StudyStore): StudyContents {
  return {
    study: study.study.get(),
    sites: study.sites.list(),
    datasets: study.datasets.list().map(({ id, name }) => ({
      name,
      images: study.images.counts(id).reduce((sum, { count }) => sum + count, 0),
    })),
    models: study.models.list().map(({ id, name, architecture, targetCpr, measuredCpr, metrics }) => {
      return { id, name, architecture, targetCpr, measuredCpr, metrics }
    }),
    maps: study.maps.count(),
    stimulusSets: study.stimuli
      .sets()
      .map(({ id, name }) => ({ name, stimuli: study.stimuli.ofSet(id).length })),
    protocols: [
      ...study.protocols.list().map(({ name, version }) => `${name}, version ${version}`),
      ...study.protocols.damaged().map(({ name, version }) => `${name}, version ${version} (cannot be read)`),
    ],
    plans: study.plans.list().map(({ id, name }) => ({
      name,
      slots: study.plans.slots(id).length,
      openSlots: study.plans.openSlots(id).length,
    })),
    sessions: countBy(study.sessions.list()),
    ratings: study.ratings.counts(),
    jobs: countBy(study.jobs.list()),
  }
}

function countBy<S extends string>(rows: readonly { readonly state: S }[]): Partial<Record<S, number>> {
  const counts: Partial<Record<S, number>> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  return counts
}
