import type { JobRequestOf, JobResultOf } from '../../shared/jobs'
import type { JobRecord } from '../../shared/records/job-records'
import type { StudyStore } from '../store/study-store'
import type { DataRequest } from './study-datasets'

/** Kinds of job whose results a study keeps. */
export const studyJobKinds = ['index', 'train', 'prune', 'maps'] as const
export type StudyJobKind = (typeof studyJobKinds)[number]

/** What a user asks for; folders are the study's. */
export type StudyJobRequest<K extends StudyJobKind> = Omit<
  JobRequestOf<K>,
  'folder' | 'checkpointFolder' | 'restart'
> & { readonly kind: K }

/** The same with the study's folders, as the compute process takes it. */
export type FullRequest<K extends StudyJobKind> = JobRequestOf<K> & { readonly kind: K }

/** A job whose files lie in their place below `artifacts`. */
export interface FinishedJob<K extends StudyJobKind> {
  readonly study: StudyStore
  readonly job: JobRecord
  readonly request: FullRequest<K>
  readonly result: JobResultOf<K>
  /** Absolute path of the folder that the result's files are relative to. */
  readonly folder: string
  /** The id of a registered file of the job, by its path relative to `folder`. */
  artifactId(file: string): string
}

/** What a study does with one kind of job. */
export interface StudyJobHandler<K extends StudyJobKind> {
  /** Where its files go, relative to `artifacts`. */
  destination(jobId: string): string
  /** Refuses, before anything is computed, what could not be stored afterwards. @throws StudioError */
  check(study: StudyStore, request: StudyJobRequest<K>): void
  /** The data sets that it needs: those that the study does not have yet are listed first. */
  data(study: StudyStore, request: StudyJobRequest<K>): readonly DataRequest[]
  /**
   * Whether its request takes a `checkpointFolder`: the study then keeps one for the job until it is done, and what the
   * runner left there when it ended early is given to it again.
   */
  readonly isResumable: boolean
  /** Reads what it needs from the files; what it gives then stores rows, within one transaction. */
  prepare(finished: FinishedJob<K>): Promise<() => void>
}
