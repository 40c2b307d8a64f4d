import type { AccuracyResult, ModelAccuracy } from '../../../shared/analysis-accuracy'
import { percent, percentRange, type FigureTable } from '../charts/figure-table'
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

function range(interval: { readonly lower: number; readonly upper: number } | null): string {
  return percentRange(interval?.lower ?? null, interval?.upper ?? null)
}
