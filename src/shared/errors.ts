/**
 * Every failure that a user can meet, as `area/what`. The message says what was wrong, the value given, the
 * values allowed and the next step; the code is for programs.
 */
export const errorCodes = [
  'analysis/bad-input',
  'analysis/blinded',
  'analysis/process-died',
  'api/bad-request',
  'api/forbidden',
  'api/not-found',
  'api/signed-out',
  'api/too-large',
  'api/too-often',
  'api/unknown-procedure',
  'api/unreachable',
  'compute/bad-input',
  'compute/device-unavailable',
  'compute/not-compilable',
  'compute/process-died',
  'compute/unsupported-kernel',
  'dataset/bad-archive',
  'dataset/bad-layout',
  'dataset/bad-request',
  'dataset/empty',
  'dataset/not-found',
  'dataset/unreadable-image',
  'desk/no-display',
  'desk/no-pin',
  'desk/not-here',
  'desk/unreadable-session',
  'download/bad-checksum',
  'download/busy',
  'download/failed',
  'download/unreachable',
  'explain/bad-request',
  'export/unsupported',
  'file/exists',
  'file/no-space',
  'file/not-found',
  'file/not-writable',
  'import/refused',
  'internal',
  'job/cancelled',
  'job/checkpoint-differs',
  'job/running-elsewhere',
  'network/bad-architecture',
  'network/bad-weights',
  'participant/bad-code',
  'plan/bad-slot',
  'plan/impossible',
  'plan/no-free-slot',
  'protocol/changed',
  'protocol/invalid',
  'pruning/bad-request',
  'session/bad-answer',
  'session/not-allowed',
  'session/not-here',
  'session/other-screen',
  'session/wrong-pin',
  'station/bad-address',
  'station/bad-code',
  'station/cannot-open',
  'station/unknown-seat',
  'stimuli/bad-request',
  'stimuli/too-few',
  'store/conflict',
  'store/damaged',
  'store/locked',
  'store/migration-failed',
  'store/newer-schema',
  'store/not-a-study',
  'store/not-found',
  'store/read-only',
  'store/refused',
  'store/unsupported-runtime',
  'study/bad-folder',
  'study/busy',
  'study/not-open',
  'training/bad-request',
  'training/diverged',
  'usage',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** The one error type that crosses rooms and processes. */
export class StudioError extends Error {
  override readonly name = 'StudioError'
  /** How long nothing but waiting helps, ms. */
  readonly retryAfterMs?: number

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: StudioErrorOptions = {},
  ) {
    super(message, options)
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs
  }
}

interface StudioErrorOptions extends ErrorOptions {
  readonly retryAfterMs?: number
}

/** An error as it travels between processes. */
export interface ErrorPayload {
  readonly code: ErrorCode
  readonly message: string
  /** As of the `StudioError`. */
  readonly retryAfterMs?: number
}

/** The answer to a call across a process boundary. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorPayload }

/** Any thrown value as a payload; what is not a `StudioError` becomes `internal` with its own message. */
export function toErrorPayload(thrown: unknown): ErrorPayload {
  if (thrown instanceof StudioError) {
    const { code, message, retryAfterMs } = thrown
    return { code, message, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) }
  }
  return { code: 'internal', message: thrown instanceof Error ? thrown.message : String(thrown) }
}

/** The value of a result. @throws StudioError as the other side sent it */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value
  const { code, message, ...options } = result.error
  throw new StudioError(code, message, options)
}
