import { z } from 'zod'
import type { BlindState, ExperimentRef } from '../../../shared/analysis-blind'
import { StudioError } from '../../../shared/errors'
import type { RatingSource } from '../../../shared/rating-row'
import type { StudyStore } from '../../store/study-store'
import { experimentQuery } from './read-experiment'

/** How the audit calls the decision to look at effects before a plan is complete. */
export const blindLifted = 'analysis.blind-lifted'

const liftedSchema = z.object({ reason: z.string(), collected: z.int() })

/** Whether a plan's effects are hidden: until people have answered as often as it asks, or somebody lifts the blind. */
export function blindState(study: StudyStore, { kind, id }: ExperimentRef): BlindState {
  if (kind === 'import') return { state: 'not-needed', collected: 0, planned: 0, lifted: null }
  const { task } = experimentQuery(study, { kind, id })
  const planned = study.plans.plannedRatings(id)
  const collected = study.ratings.countsForAnalysis({ task, planId: id }).own
  const lifted = study.audit.list(id).findLast(({ action }) => action === blindLifted)
  const decision = lifted && { ...liftedSchema.parse(lifted.details), at: lifted.recordedAt }
  const common = { collected, planned, lifted: decision ?? null }
  if (collected >= planned) return { state: 'complete', ...common }
  return { state: decision === undefined ? 'blind' : 'lifted', ...common }
}

/** Whether effects in ratings of these sources are hidden. Simulated and imported ones hide nothing. */
export function isBlinded({ state }: BlindState, sources: readonly RatingSource[]): boolean {
  return state === 'blind' && sources.includes('own')
}

/** @throws StudioError `analysis/blinded` while effects in ratings of these sources are hidden */
export function requireSight(blind: BlindState, sources: readonly RatingSource[]): void {
  if (!isBlinded(blind, sources)) return
  throw new StudioError(
    'analysis/blinded',
    `People have given ${blind.collected} of the ${blind.planned} planned ratings, and effects are hidden until then. ` +
      'Go on collecting, or lift the blind with a reason, which is recorded.',
  )
}
