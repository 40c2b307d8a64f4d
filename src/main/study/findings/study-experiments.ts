import type { AnalysisOptions } from '../../../shared/analysis-design'
import type { Report } from '../../../shared/report'
import { protocolContentSchema } from '../../../shared/protocol'
import type { StudyStore } from '../../store/study-store'
import { analyseRatings, hasAnswers, type RatingsQuery } from './analyse-ratings'

/** The analysis of every plan that has answers of the wanted sources, titled by its protocol. */
export function studyExperiments(study: StudyStore, options: AnalysisOptions): Report['experiments'] {
  return study.plans.list().flatMap((plan) => {
    const content = protocolContentSchema.parse(study.protocols.get(plan.protocolId).content)
    const query: RatingsQuery = { task: content.task.kind, planId: plan.id }
    if (!hasAnswers(study, query, options)) return []
    return [{ title: `${content.name} (${plan.name})`, analysis: analyseRatings(study, query, options) }]
  })
}
