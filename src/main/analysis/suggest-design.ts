import type { AnalysisDesign } from '../../shared/analysis-design'
import type { RatingRow } from '../../shared/rating-row'

/** Names that stand for the network before pruning. */
const unpruned = /^(non|un|not)[-_ ]?pruned|original|baseline|dense/i

/**
 * A design for ratings that come without one, as imported files do, for a person to confirm: every model that was rated,
 * with a compression rate guessed from its name (1 for names as `nonpruned`, otherwise the number in names as `cpr-2` or `32pruned`).
 */
export function suggestDesign(rows: readonly RatingRow[]): AnalysisDesign {
  const modelIds = rows.flatMap((row) =>
    row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId],
  )
  const models = [...new Set(modelIds)].map((modelId) => {
    const cpr = guessCpr(modelId)
    return { modelId, label: cpr === null ? modelId : `CPR ${cpr}`, cpr, accuracy: null }
  })
  models.sort((a, b) => (a.cpr ?? Infinity) - (b.cpr ?? Infinity) || (a.modelId < b.modelId ? -1 : 1))
  let [minimum, maximum] = [Infinity, -Infinity]
  for (const row of rows) {
    if (row.task !== 'likert' || row.answer === null) continue
    minimum = Math.min(minimum, row.answer)
    maximum = Math.max(maximum, row.answer)
  }
  const scale = minimum <= maximum ? { minimum: Math.min(1, minimum), maximum: maximum } : null
  return { models, scale, raters: [], predictions: [] }
}

/** `cpr-2`, `2pruned`, `32x` or a bare number: a number elsewhere, as in `resnet50`, says nothing about pruning. */
const rate = /^(?:cpr[-_ ]?)?(\d+(?:\.\d+)?)(?:[-_ ]?(?:pruned|cpr|x))?$/i

/** The compression rate that a model's name says; null where it says none. */
export function guessCpr(modelId: string): number | null {
  if (unpruned.test(modelId)) return 1
  const number = Number(rate.exec(modelId)?.[1])
  return number >= 1 ? number : null
}
