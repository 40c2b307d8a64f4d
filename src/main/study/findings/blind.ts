import { countText } from '../../../shared/count-text'
import { z } from 'zod'
import { nothingPlanned, type BlindState, type ExperimentRef } from '../../../shared/analysis-blind'
import { StudioError } from '../../../shared/errors'
import type { RatingSource } from '../../../shared/rating-row'
import type { StudyStore } from '../../store/study-store'
import { experimentQuery } from './experiment-query'

/** How the audit calls the decision to look at effects before a plan is complete. */
export const blindLifted = 'analysis.blind-lifted'

const liftedSchema = z.object({ reason: z.string(), collected: z.int() })

/** Whether a plan's effects are hidden: until people have answered as often as it asks, or somebody lifts the blind. */
export function blindState(study: StudyStore, { kind, id }: ExperimentRef): BlindState {
  if (kind === 'import') return nothingPlanned
  const { task } = experimentQuery(study, { kind, id })
  const planned = study.plans.plannedRatings(id)
  const collected = study.ratings.countsForAnalysis({ task, planId: id }).own
  const lifted = study.audit.list(id).findLast(({ action }) => action === blindLifted)
  const decision = lifted && { ...liftedSchema.parse(lifted.details), at: lifted.recordedAt }
  const common = { collected, planned, lifted: decision ?? null }
  if (collected >= planned) return { state: 'complete', ...common }
  return { state: decision === undefined ? 'blind' : 'lifted', ...common }
}

/**
 * Whether effects in ratings of these sources are hidden. Simulated and imported ones hide nothing, neither alone nor
 * beside those of people while nobody has given one. Read ratings before the state: an answer that comes in between is
 * then not shown.
 */
export function isBlinded({ state, collected }: BlindState, sources: readonly RatingSource[]): boolean {
  return state === 'blind' && collected > 0 && sources.includes('own')
}

/** What a person reads where effects are hidden. */
export const blindedText = ({ collected, planned }: BlindState): string =>
  `people have given ${collected} of the ${countText(planned, 'planned rating')}, and effects are hidden until all are in.`

/** @throws StudioError `analysis/blinded` while effects in ratings of these sources are hidden */
export function requireSight(blind: BlindState, sources: readonly RatingSource[]): void {
  if (!isBlinded(blind, sources)) return
  const text = blindedText(blind)
  throw new StudioError(
    'analysis/blinded',
    `${text.charAt(0).toUpperCase()}${text.slice(1)} Go on collecting, or lift the blind with a reason, which is recorded.`,
  )
}

export interface BlindDecision {
  readonly planId: string
  /** As `liftReasonSchema` asks for. */
  readonly reason: string
  /** As the audit names who decided: `studio` or `command line`. */
  readonly actor: string
}

/** Lifts a plan's blind and records it. The first decision stays: lifting again, or of a complete plan, changes nothing. */
export function liftBlind(study: StudyStore, { planId, reason, actor }: BlindDecision): BlindState {
  const experiment = { kind: 'plan', id: planId } as const
  const before = blindState(study, experiment)
  if (before.state !== 'blind') return before
  study.audit.add({
    actor,
    action: blindLifted,
    subjectType: 'plan',
    subjectId: planId,
    details: { reason, collected: before.collected, planned: before.planned },
  })
  return blindState(study, experiment)
}
