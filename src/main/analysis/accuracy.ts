import type { AccuracyResult, Confusion, ModelAccuracy } from '../../shared/analysis-accuracy'
import type { ClassifyRow } from '../../shared/rating-row'
import { homogeneityTest, publishedChiSquare } from './accuracy-tests'
import { crossedClusters } from './crossed-clusters'
import { indexIds } from './index-ids'
import type { Resampling } from './resampling'
import { pooledShare, sharesByCell } from './shares'

/**
 * How often people name the true class: overall, per model, per class and per model and class, with "I don't know"
 * rates, confusion matrices and tests over all models. Rows without a true class are left out.
 *
 * @param modelIds the models in the order in which they are to stand
 */
export function humanAccuracy(
  rows: readonly ClassifyRow[],
  modelIds: readonly string[],
  resampling: Resampling,
): AccuracyResult {
  const known = rows.filter((row) => row.className !== null && modelIds.includes(row.modelId))
  const grid = accuracyGrid(known, modelIds)
  const observed = { ...grid, clusters: crossedClusters(known) }
  const correct = Float64Array.from(known, (row) => Number(row.answer === row.className))
  const unsure = Float64Array.from(known, (row) => Number(row.answer === null))
  const shares = {
    accuracy: sharesByCell({ ...observed, value: correct }, resampling, 'accuracy'),
    dontKnow: sharesByCell({ ...observed, value: unsure }, resampling, 'accuracy'),
  }
  const accuracyOf = (modelId: string | null, className: string | null): ModelAccuracy => {
    const cells = grid.cellsOf(modelId, className)
    return {
      modelId,
      className,
      accuracy: pooledShare(shares.accuracy, cells, 'Share of ratings that name the true class'),
      dontKnow: pooledShare(shares.dontKnow, cells, 'Share of "I don\'t know"'),
    }
  }
  const byModel = modelIds.map((modelId) => accuracyOf(modelId, null))
  return {
    overall: accuracyOf(null, null),
    byModel,
    byClass: grid.classes.map((className) => accuracyOf(null, className)),
    byModelAndClass: modelIds.flatMap((modelId) =>
      grid.classes.map((className) => accuracyOf(modelId, className)),
    ),
    confusions: [null, ...modelIds].map((modelId) =>
      confusionTable(known, modelId, 'Ratings by true class (rows) and answer (columns)'),
    ),
    homogeneity: byModel.length > 1 ? [homogeneityTest(byModel), publishedChiSquare(byModel)] : [],
  }
}

interface Grid {
  readonly classes: readonly string[]
  readonly cellOf: Int32Array
  readonly cells: number
  /** Null takes all models, or all classes. */
  cellsOf(modelId: string | null, className: string | null): number[]
}

/** Cell model · classes + class. */
function accuracyGrid(rows: readonly ClassifyRow[], modelIds: readonly string[]): Grid {
  const { ids: classes, indexOf: classOf } = indexIds(rows.map((row) => row.className!))
  const modelPlace = new Map(modelIds.map((id, index) => [id, index]))
  return {
    classes,
    cellOf: Int32Array.from(
      rows,
      (row, index) => modelPlace.get(row.modelId)! * classes.length + classOf[index]!,
    ),
    cells: modelIds.length * classes.length,
    cellsOf: (modelId, className) =>
      modelIds.flatMap((model, m) =>
        classes.flatMap((name, c) =>
          (modelId === null || modelId === model) && (className === null || className === name)
            ? [m * classes.length + c]
            : [],
        ),
      ),
  }
}

/**
 * Ratings by the class of their row and by answer.
 *
 * @param rows with a class
 * @param modelId null for all models
 */
export function confusionTable(
  rows: readonly ClassifyRow[],
  modelId: string | null,
  method: string,
): Confusion {
  const counted = rows.filter((row) => modelId === null || row.modelId === modelId)
  const classes = [...new Set(rows.map(({ className }) => className!))].sort()
  const named = rows.flatMap(({ answer }) => answer ?? [])
  const columns = [...[...new Set([...classes, ...named])].sort(), null]
  const columnOf = new Map(columns.map((name, index) => [name, index]))
  const rowOf = new Map(classes.map((name, index) => [name, index]))
  const counts = classes.map(() => columns.map(() => 0))
  for (const row of counted) counts[rowOf.get(row.className!)!]![columnOf.get(row.answer)!]!++
  return { modelId, rows: classes, columns, counts, method, n: counted.length }
}
