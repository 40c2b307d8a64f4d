import type { StudyStore } from '../../store/study-store'
import { loadPlan, type StoredPlan } from '../stored/load-plan'

/** What the parts of running sessions work with. */
export interface RunningContext {
  readonly study: StudyStore
  readonly plans: PlanShelf
  /** One opening of the study by the host program: sessions that ran in another are interrupted. */
  readonly run: string
  /** Milliseconds since 1970. */
  readonly now: () => number
}

/** Plans of a study, read once as long as nobody changes them. */
export class PlanShelf {
  readonly #study: StudyStore
  readonly #plans = new Map<string, StoredPlan>()

  constructor(study: StudyStore) {
    this.#study = study
  }

  /** @throws StudioError as `loadPlan` */
  load(planId: string): StoredPlan {
    const known = this.#plans.get(planId)
    if (known !== undefined) return known
    const loaded = loadPlan(this.#study, planId)
    this.#plans.set(planId, loaded)
    return loaded
  }

  /** Reads the plan anew the next time, as when it has got another slot. */
  forget(planId: string): void {
    this.#plans.delete(planId)
  }
}
