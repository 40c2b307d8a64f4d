import type { AnalysisDesign, AnalysisModel } from '../../../shared/analysis-design'
import { protocolContentSchema } from '../../../shared/protocol'
import type { RatingRow } from '../../../shared/rating-row'
import type { Model } from '../../../shared/records/model-records'
import { importedExperimentSchema } from '../../../shared/study-import'
import type { StudyStore } from '../../store/study-store'
import type { RatingsQuery } from './analyse-ratings'

/** What a study knows beside the ratings: its models, raters, checks and predictions, as far as the rows need them. */
export function analysisDesign(
  study: StudyStore,
  query: RatingsQuery,
  rows: readonly RatingRow[],
): AnalysisDesign {
  const modelIds = new Set(rows.flatMap(modelsOf))
  const models = study.models.list().filter(({ id }) => modelIds.has(id))
  const raterIds = new Set(rows.map(({ raterId }) => raterId))
  const isClassification = rows[0]?.task === 'classify'
  return {
    models: models.map(describe),
    scale: likertScale(study, query, rows),
    raters: raterFacts(study, raterIds),
    predictions: isClassification
      ? models.flatMap(({ id }) =>
          study.models
            .predictions(id)
            .map(({ imageId, predictedClass }) => ({ modelId: id, imageId, className: predictedClass })),
        )
      : [],
  }
}

function modelsOf(row: RatingRow): readonly string[] {
  return row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId]
}

function describe({ id, name, targetCpr, metrics }: Model): AnalysisModel {
  const count = metrics['test.count']
  const share = metrics['test.top1Fraction']
  const isTested = count !== undefined && share !== undefined
  return {
    modelId: id,
    label: name,
    cpr: targetCpr,
    accuracy: isTested ? { correct: Math.round(share * count), total: count } : null,
  }
}

/** Of Likert ratings: what their protocol or their import offered. Null for other tasks. */
function likertScale(
  study: StudyStore,
  { stimulusSetId }: RatingsQuery,
  rows: readonly RatingRow[],
): AnalysisDesign['scale'] {
  const answers = rows.flatMap((row) => (row.task === 'likert' && row.answer !== null ? [row.answer] : []))
  if (answers.length === 0) return null
  if (stimulusSetId !== undefined) {
    const { data } = importedExperimentSchema.safeParse(study.stimuli.set(stimulusSetId).options)
    if (data?.scale) return data.scale
  }
  const offered = study.protocols.list().flatMap(({ content }) => {
    const { data } = protocolContentSchema.safeParse(content)
    return data?.task.kind === 'likert' ? [data.task.pointCount] : []
  })
  const lowest = answers.reduce((least, answer) => Math.min(least, answer), 1)
  const highest = answers.reduce((most, answer) => Math.max(most, answer), 1)
  const maximum = offered.filter((points) => points >= highest).sort((a, b) => a - b)[0] ?? highest
  return { minimum: lowest, maximum }
}

function raterFacts(study: StudyStore, raterIds: ReadonlySet<string>): AnalysisDesign['raters'] {
  const checks = study.ratings.attentionChecks()
  return [...raterIds].map((raterId) => ({
    raterId,
    group: study.raters.get(raterId).raterGroup,
    checksShown: checks.get(raterId)?.shown ?? 0,
    checksFailed: checks.get(raterId)?.failed ?? 0,
  }))
}
