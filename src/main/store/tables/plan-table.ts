import {
  planSchema,
  planSlotSchema,
  planTrialSchema,
  type Plan,
  type PlanSlot,
  type PlanTrial,
} from '../../../shared/records/plan-records'
import { createRecordTable } from '../database/record-table'
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
  slots(planId: string): readonly PlanSlot[]
  slot(id: string): PlanSlot
  /**
   * Slots that no session holds, in order: never taken, or given back by an aborted or excluded session.
   * @param batchId of a simulation, which has the plan for itself; absent for people
   */
  openSlots(planId: string, batchId?: string): readonly PlanSlot[]
  /** In order. */
  trials(slotId: string): readonly PlanTrial[]
  /** @throws StudioError `store/refused` once a session has used it */
  remove(id: string): void
}

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
  return {
    list: () => plans.where('1 ORDER BY id'),
    get: plans.require,
    findByName: (name) => plans.firstWhere('name = ?', [name]),
    add: ({ id = environment.newId(), ...plan }, given) =>
      database.transaction(() => {
        const stored = plans.insert({ id, ...plan, createdAt: timestampOf(environment) })
        for (const [position, list] of given.entries()) {
          const slotId = slots.insert({ id: environment.newId(), planId: id, position }).id
          for (const [place, { id: trialId = environment.newId(), ...trial }] of list.entries()) {
            trials.insert({ ...trial, id: trialId, slotId, position: place })
          }
        }
        return stored
      }),
    slots: (planId) => slots.where('plan_id = ? ORDER BY position', [planId]),
    slot: slots.require,
    openSlots: (planId, batchId) =>
      slots.where(
        `plan_id = ? AND NOT EXISTS (SELECT 1 FROM session WHERE session.plan_slot_id = plan_slot.id
           AND session.batch_id IS ? AND session.state <> 'aborted' AND session.excluded_at IS NULL)
         ORDER BY position`,
        [planId, batchId ?? null],
      ),
    trials: (slotId) => trials.where('slot_id = ? ORDER BY position', [slotId]),
    remove: (id) => void database.statement('DELETE FROM plan WHERE id = ?').run([id]),
  }
}
