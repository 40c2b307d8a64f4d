import type { PairPreference } from '../../../shared/analysis-preference'
import { percent, type FigureTable } from '../charts/figure-table'
import type { ShareBar, SharePart } from '../charts/share-chart'
import { readP } from './estimate-text'
import { modelName, type ModelLabels } from './model-names'

/** The parts of every bar: the less pruned model on the left, the more pruned on the right. */
export const preferenceParts: readonly SharePart[] = [
  { name: 'first model preferred', colour: '#0072B2' },
  { name: 'both equally reasonable', colour: '#9aa4ad' },
  { name: 'second model preferred', colour: '#E69F00' },
]

export function preferenceTable(pairs: readonly PairPreference[], labels: ModelLabels): FigureTable {
  const columns = [
    { label: 'Pair', isNumber: false },
    ...['First preferred', 'Equal', 'Second preferred', 'Equal, share', 'First, of those who chose', 'p'].map(
      (label) => ({ label, isNumber: true }),
    ),
  ]
  const rows = pairs.map((pair) => [
    pairName(pair, labels),
    String(pair.firstPreferred),
    String(pair.equal),
    String(pair.secondPreferred),
    percent(pair.equalShare.clustered.estimate),
    percent(pair.firstShare.clustered.estimate),
    pair.tests[0] ? readP(pair.tests[0]) : '–',
  ])
  return { columns, rows }
}

export function preferenceBars(pairs: readonly PairPreference[], labels: ModelLabels): ShareBar[] {
  return pairs.map((pair) => {
    const total = pair.firstPreferred + pair.equal + pair.secondPreferred
    const share = (count: number): number => (total === 0 ? 0 : count / total)
    return {
      label: pairName(pair, labels),
      shares: [share(pair.firstPreferred), share(pair.equal), share(pair.secondPreferred)],
    }
  })
}

function pairName({ firstModelId, secondModelId }: PairPreference, labels: ModelLabels): string {
  return `${modelName(labels, firstModelId)} or ${modelName(labels, secondModelId)}`
}
