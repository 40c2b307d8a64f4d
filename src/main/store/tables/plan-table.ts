import { z } from 'zod'
import {
  planSchema,
  planSlotSchema,
  planTrialSchema,
  type Plan,
  type PlanSlot,
  type PlanTrial,
} from '../../../shared/records/plan-records'
import { createRecordTable } from '../database/record-table'
import type { StudyDatabase } from '../database/study-database'
import { timestampOf } from '../environment'
import type { Fresh, TableContext } from './table-context'

/** A trial as a plan's maker gives it; its place in the slot is its place in the list. */
export type NewTrial = Omit<Fresh<PlanTrial>, 'slotId' | 'position'>

/** Plans with their slots and trials. */
export interface PlanTable {
  list(): readonly Plan[]
  get(id: string): Plan
  findByName(name: string): Plan | undefined
  /** Stores a plan with a slot for each list of trials, or nothing. */
  add(plan: Fresh<Plan>, slots: readonly (readonly NewTrial[])[]): Plan
  /** In order; replacements come last. */
  slots(planId: string): readonly PlanSlot[]
  slot(id: string): PlanSlot
  /** Adds a slot with what is missing of another. */
  addReplacement(replaced: PlanSlot, trials: readonly NewTrial[]): PlanSlot
  /** Nobody is to take the slot any more. @throws StudioError `store/refused` for one that a session has taken */
  withdrawSlot(id: string): void
  /**
   * Slots that may be taken, in order: without a session, and not withdrawn.
   * @param batchId of a simulation, which has the plan as it was made for itself; absent for people
   */
  openSlots(planId: string, batchId?: string): readonly PlanSlot[]
  /** Ratings that a plan asks for: trials with a stimulus, in the slots that it was made with. */
  plannedRatings(planId: string): number
  /** In order. */
  trials(slotId: string): readonly PlanTrial[]
  /** Sessions of people and of simulations that took a slot. */
  sessionCount(planId: string): number
  /** @throws StudioError `store/refused` once a session has used it */
  remove(id: string): void
}

const plannedRow = z.object({ planned: z.int() })
const sessionsRow = z.object({ sessions: z.int() })

export function createPlanTable({ database, environment }: TableContext): PlanTable {
  const plans = createRecordTable(database, {
    table: 'plan',
    schema: planSchema,
    json: ['parameters', 'proof'],
  })
  const slots = createRecordTable(database, { table: 'plan_slot', schema: planSlotSchema })
  const trials = createRecordTable(database, {
    table: 'plan_trial',
    schema: planTrialSchema,
    json: ['parameters'],
    flags: ['needsAnswer'],
  })
  const addSlot = (slot: Omit<PlanSlot, 'id' | 'withdrawnAt'>, given: readonly NewTrial[]): PlanSlot => {
    const stored = slots.insert({ ...slot, id: environment.newId(), withdrawnAt: null })
    for (const [position, { id = environment.newId(), ...trial }] of given.entries()) {
      trials.insert({ ...trial, id, slotId: stored.id, position })
    }
    return stored
  }
  return {
    list: () => plans.where('1 ORDER BY id'),
    get: plans.require,
    findByName: (name) => plans.firstWhere('name = ?', [name]),
    add: ({ id = environment.newId(), ...plan }, given) =>
      database.transaction(() => {
        const stored = plans.insert({ id, ...plan, createdAt: timestampOf(environment) })
        for (const [position, list] of given.entries())
          addSlot({ planId: id, position, replacesId: null }, list)
        return stored
      }),
    slots: (planId) => slots.where('plan_id = ? ORDER BY position', [planId]),
    slot: slots.require,
    addReplacement: ({ planId, id: replacesId }, given) =>
      database.transaction(() =>
        addSlot({ planId, position: slots.where('plan_id = ?', [planId]).length, replacesId }, given),
      ),
    withdrawSlot: (id) => {
      database
        .statement('UPDATE plan_slot SET withdrawn_at = ? WHERE id = ?')
        .run([timestampOf(environment), id])
    },
    openSlots: (planId, batchId) =>
      slots.where(
        `plan_id = ? AND withdrawn_at IS NULL AND (replaces_id IS NULL OR ? IS NULL)
           AND NOT EXISTS (SELECT 1 FROM session WHERE session.plan_slot_id = plan_slot.id AND session.batch_id IS ?)
         ORDER BY position`,
        [planId, batchId ?? null, batchId ?? null],
      ),
    plannedRatings: (planId) => countPlanned(database, planId),
    sessionCount: (planId) => countSessions(database, planId),
    trials: (slotId) => trials.where('slot_id = ? ORDER BY position', [slotId]),
    remove: (id) => void database.statement('DELETE FROM plan WHERE id = ?').run([id]),
  }
}

function countSessions(database: StudyDatabase, planId: string): number {
  const sql = `SELECT count(*) AS "sessions" FROM session JOIN plan_slot ON plan_slot.id = session.plan_slot_id
    WHERE plan_slot.plan_id = ?`
  return sessionsRow.parse(database.statement(sql).get([planId])).sessions
}

function countPlanned(database: StudyDatabase, planId: string): number {
  const sql = `SELECT count(*) AS "planned" FROM plan_trial JOIN plan_slot ON plan_slot.id = plan_trial.slot_id
    WHERE plan_slot.plan_id = ? AND plan_slot.replaces_id IS NULL AND plan_trial.stimulus_id IS NOT NULL`
  return plannedRow.parse(database.statement(sql).get([planId])).planned
}
