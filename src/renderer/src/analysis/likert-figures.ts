import type { z } from 'zod'
import type { likertResultSchema } from '../../../shared/analysis-likert'
import type { FigureTable } from '../charts/figure-table'
import type { ShareBar, SharePart } from '../charts/share-chart'
import { decimal, decimalRange } from './estimate-text'
import { modelName, type ModelLabels } from './model-names'

type LikertResult = z.infer<typeof likertResultSchema>

/** From least to most reasonable, told apart without colour vision (after ColorBrewer's PuOr). */
const scaleColours = ['#B35806', '#F1A340', '#D8DAEB', '#998EC3', '#542788']

export function likertParts({ byModel }: LikertResult): SharePart[] {
  const points = byModel[0]?.points ?? []
  const step = points.length > 1 ? (scaleColours.length - 1) / (points.length - 1) : 0
  return points.map(({ point }, index) => ({
    name: String(point),
    colour: scaleColours[Math.round(index * step)]!,
  }))
}

export function likertBars({ byModel }: LikertResult, labels: ModelLabels): ShareBar[] {
  return byModel.map(({ modelId, points }) => {
    const total = points.reduce((sum, { count }) => sum + count, 0)
    return {
      label: modelName(labels, modelId),
      shares: points.map(({ count }) => (total === 0 ? 0 : count / total)),
    }
  })
}

export function likertTable({ byModel }: LikertResult, labels: ModelLabels): FigureTable {
  const points = byModel[0]?.points.map(({ point }) => String(point)) ?? []
  const columns = [
    { label: 'Model', isNumber: false },
    ...[...points, "I don't know", 'Mean', '95 % of the mean', 'Median'].map((label) => ({
      label,
      isNumber: true,
    })),
  ]
  const rows = byModel.map((model) => [
    modelName(labels, model.modelId),
    ...model.points.map(({ count }) => String(count)),
    String(model.dontKnow),
    decimal(model.mean.estimate, 2),
    decimalRange(model.mean),
    decimal(model.median.estimate, 1),
  ])
  return { columns, rows }
}
