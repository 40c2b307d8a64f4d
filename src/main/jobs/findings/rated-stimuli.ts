import type { ExperimentRef } from '../../../shared/analysis-blind'
import type { AnalysisOptions } from '../../../shared/analysis-design'
import { StudioError } from '../../../shared/errors'
import type {
  StimulusDetailRequest,
  StimulusListRequest,
  StoredStimulus,
  StoredStimulusDetail,
} from '../../../shared/rated-stimuli'
import type { RatingRow } from '../../../shared/rating-row'
import { exclusionReasons, selectRows } from '../../analysis/select-rows'
import type { StudyStore } from '../../store/study-store'
import type { ReadRatings } from '../../study/findings/analyse-ratings'
import { blindState, requireSight } from '../../study/findings/blind'
import type { StudyReader } from './study-reader'
import {
  isCorrectAnswer,
  summariseRatings,
  summariseStimuli,
  type StimulusSummary,
} from './summarise-stimuli'

/** The stimuli behind a point of a figure. @throws StudioError `analysis/blinded` */
export function listStimuli(
  reader: StudyReader,
  { experiment, options, pick, order, offset, limit }: StimulusListRequest,
): { total: number; stimuli: StoredStimulus[] } {
  const ratings = seen(reader, experiment, options)
  const found = summariseStimuli(selectRows(ratings.rows, ratings.design, options).rows, pick, order)
  return {
    total: found.length,
    stimuli: found
      .slice(offset, offset + limit)
      .map((summary) => withPictures(reader.study, ratings, summary)),
  }
}

/** One stimulus with every rating that it got, also those that filters leave out. @throws StudioError `analysis/blinded` */
export function describeStimulus(
  reader: StudyReader,
  { experiment, options, itemId }: StimulusDetailRequest,
): StoredStimulusDetail {
  const ratings = seen(reader, experiment, options)
  const { rows, design } = ratings
  const own = rows.filter((row) => row.itemId === itemId)
  if (own.length === 0) {
    throw new StudioError('store/not-found', `Nobody has rated the stimulus ${itemId} in this experiment.`)
  }
  const reasonOf = exclusionReasons(design, options)
  const groupOf = new Map(design.raters.map(({ raterId, group }) => [raterId, group]))
  const counted = own.filter((row) => reasonOf(row) === null)
  return {
    stimulus: withPictures(reader.study, ratings, summariseRatings(counted.length > 0 ? counted : own)),
    ratings: own.map((row) => ({
      raterId: row.raterId,
      raterGroup: groupOf.get(row.raterId) ?? null,
      site: row.site,
      answer: answerText(row),
      isCorrect: isCorrectAnswer(row, answerText(row)),
      responseMs: row.responseMs,
      source: row.source,
      leftOut: reasonOf(row),
    })),
  }
}

function answerText({ answer }: RatingRow): string | null {
  return answer === null ? null : String(answer)
}

function seen(reader: StudyReader, experiment: ExperimentRef, { sources }: AnalysisOptions): ReadRatings {
  const ratings = reader.ratings(experiment, sources)
  requireSight(blindState(reader.study, experiment), sources)
  return ratings
}

function withPictures(
  study: StudyStore,
  { stimulusOf }: ReadRatings,
  summary: StimulusSummary,
): StoredStimulus {
  const { originalArtifactId, parts } = study.stimuli.get(stimulusOf.get(summary.itemId)!)
  const pathOf = (id: string | null): string | null => (id === null ? null : study.artifacts.get(id).path)
  return {
    ...summary,
    original: pathOf(originalArtifactId),
    parts: parts.map(({ modelId, predictedClass, artifactId }) => ({
      modelId: study.models.get(modelId).name,
      predictedClass,
      picture: pathOf(artifactId),
    })),
  }
}
