/** A rate that may be exceeded for a moment. */
export interface Rate {
  readonly perSecond: number
  /** How much may come at once after a pause. */
  readonly burst: number
}

/** How much the station takes from one side before it refuses. */
export interface StationLimits {
  /** Requests of one network address, whatever they ask for. */
  readonly requests: Rate
  /** Calls of one caller. */
  readonly calls: Rate
  /** Codes and links that were tried and are not in use: of one address, and of all together. */
  readonly wrongSecrets: Rate
  readonly allWrongSecrets: Rate
  readonly connectionsPerAddress: number
  readonly connections: number
  /** Event streams of one caller. */
  readonly streamsPerCaller: number
  /** Size of a call: the studio sends files of ratings, a desk answers only. */
  readonly studioCallBytes: number
  readonly callBytes: number
  readonly seatCallBytes: number
  /** What may wait to be sent to a page that does not read. */
  readonly unreadBytes: number
  /** How long headers and a whole request may take to arrive. */
  readonly headersMs: number
  readonly requestMs: number
  /** How long a desk may be gone before its session counts as interrupted. */
  readonly absentMs: number
  /** How long the end waits for calls that run. */
  readonly closingMs: number
}

export const defaultLimits: StationLimits = {
  requests: { perSecond: 200, burst: 1000 },
  calls: { perSecond: 50, burst: 200 },
  wrongSecrets: { perSecond: 0.1, burst: 10 },
  allWrongSecrets: { perSecond: 1, burst: 60 },
  connectionsPerAddress: 48,
  connections: 512,
  streamsPerCaller: 8,
  studioCallBytes: 66 * 1024 * 1024,
  callBytes: 1024 * 1024,
  seatCallBytes: 64 * 1024,
  unreadBytes: 1024 * 1024,
  headersMs: 10_000,
  requestMs: 20_000,
  absentMs: 120_000,
  closingMs: 5000,
}
