import type { AccuracyResult, ModelAccuracy } from '../../../shared/analysis-accuracy'
import type { CprSeries } from '../charts/cpr-chart'
import { percent, percentRange, type FigureTable } from '../charts/figure-table'
import { seriesColour } from '../charts/palette'
import { modelName, type ModelLabels } from './model-names'

/** Human accuracy per model: counts, both intervals, and how often nobody knew. */
export function accuracyTable({ overall, byModel }: AccuracyResult, labels: ModelLabels): FigureTable {
  const columns = [
    { label: 'Model', isNumber: false },
    ...[
      'Correct',
      'Ratings',
      'Human accuracy',
      '95 %, raters and images resampled',
      "95 %, Wilson's",
      "I don't know",
    ].map((label) => ({ label, isNumber: true })),
  ]
  const row = ({ modelId, accuracy, dontKnow }: ModelAccuracy) => [
    modelName(labels, modelId),
    String(accuracy.successes),
    String(accuracy.total),
    percent(accuracy.clustered.estimate),
    range(accuracy.clustered.interval),
    range(accuracy.wilson.interval),
    `${dontKnow.successes} (${percent(dontKnow.clustered.estimate)})`,
  ]
  return {
    columns,
    rows: [...byModel, overall].map(row),
  }
}

/** Human accuracy against CPR, for the models whose CPR is known. */
export function humanSeries({ byModel }: AccuracyResult, labels: ModelLabels, name: string): CprSeries {
  const points = byModel.flatMap(({ modelId, accuracy }) => {
    const cpr = labels.get(modelId ?? '')?.cpr ?? null
    const value = accuracy.clustered.estimate
    if (cpr === null || value === null) return []
    const interval = accuracy.clustered.interval
    return [{ cpr, value, low: interval?.lower ?? null, high: interval?.upper ?? null }]
  })
  return { name, colour: seriesColour(4), points: points.sort((a, b) => a.cpr - b.cpr) }
}

function range(interval: { readonly lower: number; readonly upper: number } | null): string {
  return percentRange(interval?.lower ?? null, interval?.upper ?? null)
}
