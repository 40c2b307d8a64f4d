import type { ImportedRating } from '../../../shared/rating-import'
import type { RatingRow } from '../../../shared/rating-row'
import { nameSchema } from '../../../shared/records/common'
import type { ImportedModel, StudyImportOptions } from '../../../shared/study-import'
import { guessCpr } from '../../analysis/suggest-design'
import type { StudyStore } from '../../store/study-store'
import { type ProblemList, quoted } from '../problem-list'

/** The model of a rating, or both of a pair. */
export function modelNames(row: RatingRow): readonly string[] {
  return row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId]
}

/**
 * Every model that ratings name, in the order in which they name them. A model without a compression rate is a problem, at
 * the first line that names it: models are ordered and drawn by their rates.
 */
export function checkModels(
  study: StudyStore,
  ratings: readonly ImportedRating[],
  { rates, problems }: Pick<StudyImportOptions, 'rates'> & { readonly problems: ProblemList },
): readonly ImportedModel[] {
  const models = new Map<string, ImportedModel>()
  for (const { row, line } of ratings) {
    for (const name of modelNames(row)) {
      if (models.has(name)) continue
      const known = study.models.findByName(name)
      const given = Object.hasOwn(rates, name) ? rates[name]! : null
      const cpr = known?.targetCpr ?? given ?? guessCpr(name)
      models.set(name, { name, cpr, isKnown: known !== undefined })
      if (!nameSchema.safeParse(name).success) {
        problems.add(line, null, `The model's name ${quoted(name)} is longer than 200 characters.`)
      } else if (cpr === null) {
        const advice = 'Give it, as 1 for an unpruned model, or 32.'
        problems.add(line, null, `The name of the model ${quoted(name)} says no compression rate. ${advice}`)
      }
    }
  }
  return [...models.values()]
}
