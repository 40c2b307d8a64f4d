import type { Pilot, PlanSimulationRequest, StudySize } from '../../../shared/analysis-design-questions'
import type { AnalysisOptions } from '../../../shared/analysis-design'
import type { ExperimentRef } from '../../../shared/analysis-blind'
import type { PlanSimulation, StudyAssumption } from '../../../shared/analysis-planning'
import type { ClassifyRow, PairRow, RatingRow } from '../../../shared/rating-row'
import { modelsOf } from '../../analysis/analyse-study'
import { balancedPlan } from '../../analysis/balanced-plan'
import { bradleyTerry } from '../../analysis/bradley-terry'
import { pilotAssumption } from '../../analysis/pilot-assumption'
import { simulatePlan } from '../../analysis/planning-simulation'
import { selectRows } from '../../analysis/select-rows'
import { blindState, requireSight } from '../../study/findings/blind'
import { experimentQuery } from '../../study/findings/experiment-query'
import type { StudyReader } from './study-reader'

/**
 * What an experiment's ratings suggest as assumptions of the next study, and how large this one is. Null for scales.
 * @throws StudioError `analysis/blinded`
 */
export function pilotOf(
  reader: StudyReader,
  experiment: ExperimentRef,
  options: AnalysisOptions,
): Pilot | null {
  const { task } = experimentQuery(reader.study, experiment)
  if (task === 'likert') return null
  const { rows, design } = reader.ratings(experiment, options.sources)
  requireSight(blindState(reader.study, experiment), options.sources)
  const used = selectRows(rows, design, options).rows
  const modelIds = modelsOf(used, design)
  const classes = [...new Set(used.map(({ className }) => className ?? 'all'))].sort()
  return {
    assumption:
      task === 'classify'
        ? pilotAssumption(used as readonly ClassifyRow[], modelIds)
        : pairAssumption(used as readonly PairRow[], modelIds),
    classes,
    conditions: conditionsOf(used, modelIds),
    size: sizeOf(used, classes.length),
  }
}

/** Simulates studies of a size with a pilot's assumptions. @throws StudioError `analysis/bad-input` */
export function simulateNextStudy({ pilot, size, simulation }: PlanSimulationRequest): PlanSimulation {
  const { classes, conditions, assumption } = pilot
  const plan = balancedPlan({ ...size, classes, conditions, seed: simulation.seed })
  return simulatePlan(plan, assumption, simulation)
}

/**
 * Strengths and ties as they were. How much raters and images differ in their preferences is not estimated from a pilot;
 * a third of a logit each is a guess that a person may change.
 */
function pairAssumption(rows: readonly PairRow[], modelIds: readonly string[]): StudyAssumption {
  const { strengths } = bradleyTerry(rows, { modelIds, className: null, level: 0.95 })
  return {
    task: 'pair',
    logStrengths: Object.fromEntries(
      strengths.map(({ modelId, logStrength }) => [modelId, logStrength.estimate ?? 0]),
    ),
    tieShare: Math.min(0.99, rows.filter(({ answer }) => answer === null).length / rows.length),
    raterDeviation: 0.33,
    imageDeviation: 0.33,
    itemDeviation: 0.33,
  }
}

function conditionsOf(rows: readonly RatingRow[], modelIds: readonly string[]): Pilot['conditions'] {
  const conditions = new Map<string, Pilot['conditions'][number]>()
  for (const row of rows) {
    const models = row.task === 'pair' ? [row.leftModelId, row.rightModelId] : [row.modelId]
    const [first, second] = models.sort((a, b) => modelIds.indexOf(a) - modelIds.indexOf(b))
    conditions.set(models.join('\n'), second === undefined ? [first!] : [first!, second])
  }
  return [...conditions.values()]
}

function sizeOf(rows: readonly RatingRow[], classCount: number): StudySize {
  const distinct = (values: readonly string[]): number => new Set(values).size
  const images = distinct(rows.map(({ imageId }) => imageId))
  const items = distinct(rows.map(({ itemId }) => itemId))
  const held = (value: number, from: number, to: number) => Math.min(to, Math.max(from, Math.round(value)))
  return {
    raters: held(distinct(rows.map(({ raterId }) => raterId)), 2, 5000),
    imagesPerClass: held(images / classCount, 1, 1000),
    ratingsPerItem: held(rows.length / items, 1, 100),
  }
}
