import type { ExperimentRef } from '../../../shared/analysis-blind'
import type { RatingSource } from '../../../shared/rating-row'
import { openStudy } from '../../store/open-study'
import type { StudyStore } from '../../store/study-store'
import { readRatings, type ReadRatings } from '../../study/findings/analyse-ratings'
import { experimentQuery } from '../../study/findings/experiment-query'

/** A study that is read beside whoever writes. */
export interface StudyReader {
  readonly study: StudyStore
  /** As `readRatings`; what was read last is kept until the study changes. */
  ratings(ref: ExperimentRef, sources: RatingSource[]): ReadRatings
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
  return {
    study,
    ratings: (ref, sources) => {
      const key = JSON.stringify([study.dataVersion(), ref, sources])
      if (last?.key !== key) {
        last = { key, ratings: readRatings(study, experimentQuery(study, ref), sources) }
      }
      return last.ratings
    },
  }
}
