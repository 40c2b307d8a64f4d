/** One finished epoch. Losses are mean cross-entropies in nats, fractions are accuracies in [0, 1]. */
export interface EpochRecord {
  /** From 0. */
  readonly epoch: number
  /** Of the epoch's last step. */
  readonly learningRate: number
  /** Over the epoch's steps, each before its update. */
  readonly trainLoss: number
  readonly trainFraction: number
  readonly validationLoss: number
  readonly validationFraction: number
  /** Whether early stopping counted this epoch as better than all before; always true without early stopping. */
  readonly improved: boolean
  /** Wall time of the epoch with its validation. */
  readonly seconds: number
}

/** How far a run is. */
export interface ProgressReading {
  /** Training images seen, counting each epoch. */
  readonly done: number
  /** Training images that all epochs would see; early stopping may end sooner. */
  readonly total: number
  /** Training images per second of training steps, decoding and validation not counted. */
  readonly imagesPerSecond: number
  /** Until all epochs are done, from the whole run's pace; an upper limit under early stopping. */
  readonly secondsLeft: number
}

export type TrainingProgress = ProgressReading &
  (
    | {
        readonly kind: 'step'
        readonly epoch: number
        /** Steps done in this epoch. */
        readonly step: number
        readonly steps: number
        readonly loss: number
        readonly accuracyFraction: number
      }
    | ({ readonly kind: 'epoch' } & EpochRecord)
  )

export interface ProgressMeter {
  nowMs(): number
  add(images: number, stepMs: number): void
  read(): ProgressReading
}

/** Counts images and time of a run that starts now. `done` images were seen before, in an earlier process. */
export function createProgressMeter(start: {
  readonly total: number
  readonly done: number
  readonly now: () => number
}): ProgressMeter {
  const { total, now } = start
  const startedMs = now()
  let seen = 0
  let stepsMs = 0
  return {
    nowMs: now,
    add(images, stepMs) {
      seen += images
      stepsMs += stepMs
    },
    read() {
      const done = start.done + seen
      const elapsedMs = now() - startedMs
      return {
        done,
        total,
        imagesPerSecond: stepsMs > 0 ? (seen * 1000) / stepsMs : 0,
        secondsLeft: seen > 0 ? (((total - done) / seen) * elapsedMs) / 1000 : 0,
      }
    },
  }
}
