import type { ExperimentRef } from '../../../shared/analysis-blind'
import type { RatingSource } from '../../../shared/rating-row'
import { openStudy } from '../../store/open-study'
import type { RecordedWrite } from '../../store/database/study-database'
import { openRehearsal } from '../../store/rehearsal'
import type { StudyStore } from '../../store/study-store'
import { readRatings, type ReadRatings } from '../../study/findings/analyse-ratings'
import { experimentQuery } from '../../study/findings/experiment-query'

/** A study that is read beside whoever writes. */
export interface StudyReader {
  readonly study: StudyStore
  /** As `readRatings`; what was read last is kept until the study changes. */
  ratings(ref: ExperimentRef, sources: RatingSource[]): ReadRatings
  /** Does work on a copy of the study in one transaction, and keeps what it wrote until the next. */
  rehearse<T>(work: (copy: StudyStore) => T): { readonly result: T; readonly writes: number }
  /** Of the last rehearsal, its writes from one number up to, and without, another. */
  rehearsed(from: number, to: number): RecordedWrite[]
}

/** Keeps the study open that was asked for last. */
export class StudyReaders {
  #open: { readonly folder: string; readonly reader: StudyReader } | undefined

  /** @throws StudioError as `openStudy` */
  of(folder: string): StudyReader {
    if (this.#open?.folder === folder) return this.#open.reader
    this.close()
    const reader = createReader(openStudy(folder, { isReadOnly: true }))
    this.#open = { folder, reader }
    return reader
  }

  close(): void {
    this.#open?.reader.study.close()
    this.#open = undefined
  }
}

function createReader(study: StudyStore): StudyReader {
  let last: { readonly key: string; readonly ratings: ReadRatings } | undefined
  let rehearsed: readonly RecordedWrite[] = []
  return {
    study,
    rehearse: (work) => {
      const { study: copy, writes } = openRehearsal(study.paths.folder)
      try {
        const result = copy.transaction(() => work(copy))
        rehearsed = writes
        return { result, writes: writes.length }
      } finally {
        copy.close()
      }
    },
    rehearsed: (from, to) => rehearsed.slice(from, to),
    ratings: (ref, sources) => {
      const key = JSON.stringify([study.dataVersion(), ref, sources])
      if (last?.key !== key) {
        last = { key, ratings: readRatings(study, experimentQuery(study, ref), sources) }
      }
      return last.ratings
    },
  }
}
