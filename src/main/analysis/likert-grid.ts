import type { LikertRow } from '../../shared/rating-row'
import { type CellReplicates, clusterBootstrap } from './cluster-bootstrap'
import { crossedClusters } from './crossed-clusters'
import { indexIds } from './index-ids'
import type { Resampling } from './resampling'

/** The points of a scale, as from 1 to 5. */
export interface Scale {
  readonly minimum: number
  readonly maximum: number
}

/** Answers counted by model, class and point, once as given and once for each resample of raters and images. */
export class LikertGrid {
  readonly points: readonly number[]
  readonly classes: readonly string[]
  private readonly counts: Float64Array
  private readonly resampled: CellReplicates | null

  /** @param rows with an answer on the scale, of known models; without a class they count for all classes only */
  constructor(
    rows: readonly LikertRow[],
    modelIds: readonly string[],
    { scale, resampling }: { scale: Scale; resampling: Resampling },
  ) {
    this.points = Array.from(
      { length: scale.maximum - scale.minimum + 1 },
      (_, index) => scale.minimum + index,
    )
    // The empty name stands for a missing class and sorts first.
    const { ids, indexOf } = indexIds(['', ...rows.map(({ className }) => className ?? '')])
    this.classes = ids.slice(1)
    const models = new Map(modelIds.map((id, index) => [id, index]))
    const cellOf = Int32Array.from(rows, ({ modelId, answer }, row) =>
      this.cell(models.get(modelId)!, indexOf[row + 1]!, answer! - scale.minimum),
    )
    const cells = modelIds.length * ids.length * this.points.length
    this.counts = new Float64Array(cells)
    for (const cell of cellOf) this.counts[cell]!++
    const { replicates, seed } = resampling
    const observed = {
      ...crossedClusters(rows),
      cellOf,
      value: new Float64Array(rows.length),
      cells,
    }
    this.resampled =
      replicates > 0 ? clusterBootstrap(observed, { replicates, seed, purpose: 'likert' }) : null
  }

  /** How often each point was given to a model, for one class or all (null). */
  distribution(model: number, className: string | null): Float64Array {
    return this.collect(this.counts, 0, { model, className })
  }

  /** A number of a distribution in each resample; null without resampling. */
  replicates(
    model: number,
    className: string | null,
    statistic: (weights: Float64Array) => number,
  ): Float64Array | null {
    const { resampled } = this
    if (!resampled) return null
    return Float64Array.from({ length: resampled.replicates }, (_, replicate) =>
      statistic(this.collect(resampled.totals, replicate * resampled.cells, { model, className })),
    )
  }

  private collect(
    weights: Float64Array,
    offset: number,
    { model, className }: { model: number; className: string | null },
  ): Float64Array {
    const collected = new Float64Array(this.points.length)
    const places = Array.from({ length: this.classes.length + 1 }, (_, place) => place)
    const wanted = className === null ? places : [1 + this.classes.indexOf(className)]
    for (const place of wanted) {
      for (let point = 0; point < collected.length; point++) {
        collected[point]! += weights[offset + this.cell(model, place, point)]!
      }
    }
    return collected
  }

  private cell(model: number, classPlace: number, point: number): number {
    return (model * (this.classes.length + 1) + classPlace) * this.points.length + point
  }
}
