import type { AnalysisOptions } from '../../shared/analysis-design'
import type { StudyAnalysis } from '../../shared/analysis-study'
import type { ImportOptions } from '../../shared/rating-import'
import { analyseStudy } from '../analysis/analyse-study'
import { suggestDesign } from '../analysis/suggest-design'
import { importRatings, type RatingFile } from './import-ratings'

/**
 * The whole analysis of a file of ratings, without a study.
 * @param rates compression rates of its models, where their names do not say them
 * @throws StudioError `import/refused`, `analysis/bad-input`
 */
export function analyseFile(
  file: RatingFile,
  rates: ReadonlyMap<string, number>,
  options: { readonly importing: ImportOptions; readonly analysis: AnalysisOptions },
): StudyAnalysis {
  const rows = importRatings(file, options.importing).ratings.map(({ row }) => row)
  const suggested = suggestDesign(rows)
  const models = suggested.models.map((model) => ({ ...model, cpr: rates.get(model.modelId) ?? model.cpr }))
  const scale = options.importing.mapping?.scale ?? suggested.scale
  return analyseStudy(rows, { ...suggested, models, scale }, options.analysis)
}
