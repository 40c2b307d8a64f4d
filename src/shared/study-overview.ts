import { z } from 'zod'
import { idSchema, timestampSchema } from './records/common'
import type { JobState } from './records/job-records'
import { sessionStateSchema } from './records/session-records'
import { siteSchema } from './records/study-records'

const count = z.int().nonnegative()

/** How many things of each kind a study holds. */
export const studyCountsSchema = z.strictObject({
  datasets: count,
  images: count,
  models: count,
  maps: count,
  stimulusSets: count,
  protocols: count,
  plans: count,
  /** Raters' places in all plans, and those that no person's session holds. */
  slots: count,
  openSlots: count,
  /** People's sessions by state, excluded ones left out. */
  sessions: z.record(sessionStateSchema, count),
  /** Answers that were not taken back, by source. */
  ratings: z.strictObject({ own: count, simulated: count, imported: count }),
})
export type StudyCounts = Readonly<z.infer<typeof studyCountsSchema>>

/** The stages of the work, in its order. */
export const workStages = ['data', 'models', 'maps', 'stimuli', 'sessions', 'analysis'] as const
export type WorkStage = (typeof workStages)[number]

/** Where a stage is: `attention` waits for a person, as after a job that failed. */
export const stageStates = ['empty', 'working', 'done', 'attention'] as const
export type StageState = (typeof stageStates)[number]

/** What can be done with a study that cannot be written, for people. */
export const onlyReadText =
  'This study is on a disk that cannot be written. You can look, analyse and export; to change it, copy its folder to a ' +
  'place where you may write, and open the copy.'

/** The open study at a glance. */
export const studyOverviewSchema = z.strictObject({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  /** Absolute. */
  folder: z.string(),
  /** Whether it is on a disk that cannot be written: it can be looked at, analysed and exported. */
  isReadOnly: z.boolean(),
  /** At which it is worked on. */
  site: siteSchema.pick({ name: true, prefix: true }),
  createdAt: timestampSchema,
  counts: studyCountsSchema,
  stages: z.record(z.enum(workStages), z.enum(stageStates)),
})
export type StudyOverview = Readonly<z.infer<typeof studyOverviewSchema>>

/** The newest job of each kind, the newest of all first. */
export type NewestJobs = readonly { readonly kind: string; readonly state: JobState }[]

/** Where each stage of a study is, from what it holds and how the newest jobs went. */
export function stagesOf(counts: StudyCounts, jobs: NewestJobs): Record<WorkStage, StageState> {
  const sessions = sessionsStage(counts)
  return {
    data: computedStage(counts.datasets, jobs, ['index']),
    models: computedStage(counts.models, jobs, ['train', 'prune']),
    maps: computedStage(counts.maps, jobs, ['maps']),
    stimuli: counts.stimulusSets > 0 ? 'done' : 'empty',
    sessions,
    analysis: analysisStage(counts.ratings, sessions),
  }
}

function computedStage(made: number, jobs: NewestJobs, kinds: readonly string[]): StageState {
  const states = jobs.filter(({ kind }) => kinds.includes(kind)).map(({ state }) => state)
  if (states.includes('running') || states.includes('queued')) return 'working'
  if (states[0] === 'failed' || states[0] === 'interrupted') return 'attention'
  return made > 0 ? 'done' : 'empty'
}

function sessionsStage({ plans, openSlots, sessions }: StudyCounts): StageState {
  if (sessions.interrupted > 0) return 'attention'
  if (plans === 0) return 'empty'
  const isUnfinished = sessions.ready + sessions.running + sessions.paused > 0
  return isUnfinished || openSlots > 0 ? 'working' : 'done'
}

/** Simulated answers can be analysed, but no study is done with them. */
function analysisStage(
  { own, simulated, imported }: StudyCounts['ratings'],
  sessions: StageState,
): StageState {
  if (own + simulated + imported === 0) return 'empty'
  if (own > 0) return sessions === 'done' ? 'done' : 'working'
  const isWaitedFor = sessions === 'working' || sessions === 'attention'
  return imported > 0 && !isWaitedFor ? 'done' : 'working'
}
