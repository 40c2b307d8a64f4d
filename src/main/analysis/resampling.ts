/** What every interval of the analysis shares. */
export interface Resampling {
  /** Bootstrap resamples; 0 leaves resampled intervals out. */
  readonly replicates: number
  readonly seed: number
  /** Of intervals, as 0.95. */
  readonly level: number
}
