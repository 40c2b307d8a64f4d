import type { PlannedStage, StageProgress, StageWork } from './job-runner'

/** Where a stage's report is in the whole job. */
export interface WholeProgress {
  readonly done: number
  readonly total: number
  /** Null before any stage's speed is known. */
  readonly secondsLeft: number | null
}

export interface JobPlan {
  /**
   * Reports must come in the order of the plan. `rate` is in units per second, null while it is not known.
   * @returns null for a stage that is not planned
   */
  locate(progress: StageProgress, rate: number | null): WholeProgress | null
}

/** Time for an image relative to others, until it is measured: a backward pass costs about two forward passes. */
const relativeTime = { training: 3, testing: 1 } as const satisfies Record<StageWork, number>

/** Adds up planned stages. */
export function createJobPlan(planned: readonly PlannedStage[]): JobPlan {
  const stages = planned.map(({ stage, work, total }) => ({ stage, work, total, done: 0 }))
  const secondsPerUnit = new Map<StageWork, number>()
  let current = 0

  const secondsFor = (work: StageWork): number | null => {
    const measured = secondsPerUnit.get(work)
    if (measured !== undefined) return measured
    const [other] = secondsPerUnit
    return other ? (other[1] * relativeTime[work]) / relativeTime[other[0]] : null
  }
  const enter = (index: number): void => {
    for (let before = current; before < index; before++) {
      const stage = stages[before]!
      // Ended sooner than planned, or done by an earlier process.
      if (stage.done > 0) stage.total = stage.done
      stage.done = stage.total
    }
    current = index
  }
  return {
    locate({ stage: name, done, total }, rate) {
      const index = stages.findIndex(({ stage }, position) => position >= current && stage === name)
      if (index < 0) return null
      enter(index)
      const stage = stages[index]!
      stage.done = done
      stage.total = total ?? stage.total
      if (rate !== null) secondsPerUnit.set(stage.work, 1 / rate)
      const left = stages.map((each) => ({ units: each.total - each.done, seconds: secondsFor(each.work) }))
      return {
        done: sum(stages.map((each) => each.done)),
        total: sum(stages.map((each) => each.total)),
        secondsLeft: left.every(({ units, seconds }) => units <= 0 || seconds !== null)
          ? sum(left.map(({ units, seconds }) => Math.max(0, units) * (seconds ?? 0)))
          : null,
      }
    },
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
